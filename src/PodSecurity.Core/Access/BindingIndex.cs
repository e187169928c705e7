using PodSecurity.Api;

namespace PodSecurity.Access;

/// <summary>A binding that names somebody, and which of its subjects it is.</summary>
internal readonly record struct BindingHit(BoundRole Bound, int Subject);

/// <summary>The bindings of one scope (a namespace, or everywhere) by the user or group that they name.</summary>
internal sealed class BindingIndex
{
    private readonly Dictionary<string, List<BindingHit>> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<BindingHit>> _groups = new(StringComparer.Ordinal);

    /// <remarks>A subject counts by kind and name alone: its apiGroup does not matter, and a service account is the user of its
    /// name.</remarks>
    public void Add(BoundRole bound)
    {
        var subjects = bound.Binding.Subjects ?? [];
        for (var i = 0; i < subjects.Count; i++)
        {
            var (map, name) = subjects[i].Kind switch
            {
                RbacKinds.User => (_users, subjects[i].Name),
                RbacKinds.Group => (_groups, subjects[i].Name),
                RbacKinds.ServiceAccount => (_users, ServiceAccountUser(subjects[i], bound.Binding)),
                _ => (_users, null),
            };
            if (name is null)
            {
                continue;
            }

            if (!map.TryGetValue(name, out var hits))
            {
                map.Add(name, hits = []);
            }

            hits.Add(new(bound, i));
        }
    }

    public IEnumerable<BindingHit> Find(string user, IReadOnlyList<string> groups)
    {
        var named = _users.GetValueOrDefault(user) ?? [];
        return named.Concat(groups.SelectMany(group => _groups.GetValueOrDefault(group) ?? []));
    }

    private static string? ServiceAccountUser(RbacSubject subject, RbacBinding binding) =>
        subject.NamespaceIn(binding) is { } @namespace ? PolicyIdentity.ServiceAccountUser(@namespace, subject.Name) : null;
}

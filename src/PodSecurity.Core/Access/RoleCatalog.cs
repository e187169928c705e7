using PodSecurity.Api;

namespace PodSecurity.Access;

/// <summary>The roles of a cluster by kind, namespace and name, with the rules that they have once the cluster has come to rest.</summary>
internal sealed class RoleCatalog
{
    private readonly Dictionary<(string? Namespace, string Name), RbacRole> _roles = [];

    public RoleCatalog(IEnumerable<RbacRole> roles)
    {
        foreach (var role in roles)
        {
            _roles[(role.IsClusterWide ? null : role.Metadata.Namespace ?? "", role.Metadata.Name)] = role;
        }
    }

    /// <summary>The role that a binding in this namespace (null: a ClusterRoleBinding) refers to; null when there is none.</summary>
    /// <remarks>As in the authorizer, roleRef.apiGroup does not matter, and a ClusterRoleBinding finds no Role, whatever the
    /// name.</remarks>
    public RbacRole? Find(RbacRoleReference reference, string? bindingNamespace) => reference.Kind switch
    {
        RbacKinds.ClusterRole => _roles.GetValueOrDefault((null, reference.Name)),
        RbacKinds.Role => _roles.GetValueOrDefault((bindingNamespace ?? "", reference.Name)),
        _ => null,
    };

    /// <summary>
    /// The rules of a role. Those of an aggregated one are gathered from the roles that it selects, as the cluster's controller does:
    /// what is stored may be missing (a file) or stale (a change that is only planned).
    /// </summary>
    public IReadOnlyList<RbacRule> RulesOf(RbacRole role)
    {
        var gathered = new List<RbacRule>();
        HashSet<string> seen = [role.Metadata.Name];
        Gather(role, gathered, seen);
        // A file that holds none of the selected roles can only be taken at its word.
        return role.AggregationRule is not null && seen.Count == 1 ? [.. role.Rules ?? []] : gathered;
    }

    // Aggregated roles may select one another, in circles too; each is entered once.
    private void Gather(RbacRole role, List<RbacRule> gathered, HashSet<string> seen)
    {
        if (role.AggregationRule is not { } aggregation)
        {
            gathered.AddRange(role.Rules ?? []);
            return;
        }

        foreach (var part in _roles.Values.Where(other => other.IsClusterWide && aggregation.Selects(other)))
        {
            if (seen.Add(part.Metadata.Name))
            {
                Gather(part, gathered, seen);
            }
        }
    }
}

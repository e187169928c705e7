using PodSecurity.Api;
using PodSecurity.Verdicts;

namespace PodSecurity.Impact;

/// <summary>A change of policies and grants that is only thought about: what would be there afterwards.</summary>
public sealed record PolicyChange
{
    /// <summary>Names of policies that go away.</summary>
    public IReadOnlyCollection<string> RemovedPolicies { get; init; } = [];

    /// <summary>Roles and bindings that go away.</summary>
    public IReadOnlyCollection<RbacKey> RemovedRbac { get; init; } = [];

    /// <summary>Policies that come, or take the place of the one with the same name.</summary>
    public IReadOnlyCollection<PodSecurityPolicy> Policies { get; init; } = [];

    /// <summary>Roles that come, or take the place of the one with the same key.</summary>
    public IReadOnlyCollection<RbacRole> Roles { get; init; } = [];

    /// <summary>Bindings that come, or take the place of the one with the same key.</summary>
    public IReadOnlyCollection<RbacBinding> Bindings { get; init; } = [];

    public PolicyState ApplyTo(PolicyState current) => current with
    {
        Policies = Merge(current.Policies, Policies, RemovedPolicies, policy => policy.Name),
        Roles = Merge(current.Roles, Roles, RemovedRbac, RbacKey.Of),
        Bindings = Merge(current.Bindings, Bindings, RemovedRbac, RbacKey.Of),
    };

    private static List<T> Merge<T, TKey>(
        IEnumerable<T> current, IReadOnlyCollection<T> added, IEnumerable<TKey> removed, Func<T, TKey> key)
    {
        var gone = removed.Concat(added.Select(key)).ToHashSet();
        return [.. current.Where(item => !gone.Contains(key(item))), .. added];
    }
}

/// <summary>Identifies a role or binding.</summary>
/// <param name="Namespace">Null for the cluster-wide kinds.</param>
public sealed record RbacKey(string Kind, string? Namespace, string Name)
{
    public static RbacKey Of(RbacRole role) => new(role.Kind, role.Metadata.Namespace, role.Metadata.Name);

    public static RbacKey Of(RbacBinding binding) => new(binding.Kind, binding.Metadata.Namespace, binding.Metadata.Name);

    public override string ToString() => ObjectPath.Of(Kind, Namespace, Name);
}

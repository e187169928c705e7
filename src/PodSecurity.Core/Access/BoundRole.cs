using PodSecurity.Api;

namespace PodSecurity.Access;

/// <summary>A role with the rules that count and the policies that they let one use.</summary>
internal sealed class GrantedRole
{
    public GrantedRole(RbacRole role, IReadOnlyList<RbacRule> rules)
    {
        Role = role;
        Rules = rules;
        Policies = new PolicyNames(rules);
    }

    public RbacRole Role { get; }
    public IReadOnlyList<RbacRule> Rules { get; }
    public PolicyNames Policies { get; }
}

/// <summary>The policies that a set of rules lets one use: all, or some by name.</summary>
internal sealed class PolicyNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public PolicyNames(IEnumerable<RbacRule> rules)
    {
        foreach (var rule in rules.Where(rule => rule.CoversUse()))
        {
            Every |= rule.ResourceNames is not { Count: > 0 };
            _names.UnionWith(rule.ResourceNames ?? []);
        }
    }

    public bool Every { get; }

    /// <summary>The policies that are named, whether or not <see cref="Every"/> makes that pointless.</summary>
    public IReadOnlySet<string> Named => _names;

    public bool Contains(string policy) => Every || _names.Contains(policy);
}

/// <summary>A binding and the role that it gives; null when there is no such role.</summary>
internal sealed record BoundRole(RbacBinding Binding, GrantedRole? Role)
{
    /// <summary>The binding as the server names it when it says why it allows a request.</summary>
    public string Describe(int subject)
    {
        var name = Binding.Scope is { } @namespace ? $"{Binding.Metadata.Name}/{@namespace}" : Binding.Metadata.Name;
        return $"{Binding.Kind} \"{name}\" of {Binding.RoleRef.Kind} \"{Binding.RoleRef.Name}\" to {Describe(Binding.Subjects![subject])}";
    }

    /// <summary>What the binding gives of these policies, and what it only seems to give.</summary>
    public IEnumerable<PolicyGrant> Grants(IReadOnlyCollection<string> existing) =>
        from use in Uses(existing)
        from subject in Binding.Subjects ?? []
        let @namespace = subject.Kind == RbacKinds.ServiceAccount ? subject.NamespaceIn(Binding) : null
        where subject.Kind is RbacKinds.User or RbacKinds.Group || (subject.Kind == RbacKinds.ServiceAccount && @namespace is not null)
        select new PolicyGrant(use.Policy, subject.Kind, subject.Name, @namespace, Binding.Scope, Binding.ToString(), RoleName, use.Status);

    private string RoleName => Role?.Role.ToString()
        ?? ObjectPath.Of(Binding.RoleRef.Kind, Binding.RoleRef.Kind == RbacKinds.Role ? Binding.Scope : null, Binding.RoleRef.Name);

    private IEnumerable<(string? Policy, string Status)> Uses(IReadOnlyCollection<string> existing)
    {
        if (Role is null)
        {
            return [(null, nameof(PolicyGrantStatus.RoleMissing))];
        }

        var effective = existing.Where(Role.Policies.Contains).Select(policy => ((string?)policy, nameof(PolicyGrantStatus.Effective)));
        var dangling = Role.Policies.Named.Where(policy => !existing.Contains(policy)).Order(StringComparer.Ordinal)
            .Select(policy => ((string?)policy, nameof(PolicyGrantStatus.PolicyMissing)));
        return effective.Concat(dangling);
    }

    private string Describe(RbacSubject subject) => subject.Kind == RbacKinds.ServiceAccount
        ? $"{subject.Kind} \"{subject.Name}/{subject.NamespaceIn(Binding)}\""
        : $"{subject.Kind} \"{subject.Name}\"";
}

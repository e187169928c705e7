using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Access;

/// <summary>
/// Who may <c>use</c> which policy: the RBAC authorizer's reasoning over a cluster's roles and bindings. Immutable, safe to share between
/// threads.
/// </summary>
/// <remarks>
/// The original: plugin/pkg/auth/authorizer/rbac and pkg/registry/rbac/validation of Kubernetes 1.20. Bindings are indexed by the
/// subject that they name and each role's policies are worked out once, so a question costs a few look-ups.
/// </remarks>
public sealed class PolicyAccess
{
    private const string MastersGroup = "system:masters";

    private readonly BindingIndex _everywhere = new();
    private readonly Dictionary<string, BindingIndex> _namespaces = new(StringComparer.Ordinal);
    private readonly List<BoundRole> _bound = [];

    public PolicyAccess(IEnumerable<RbacRole> roles, IEnumerable<RbacBinding> bindings)
    {
        var catalog = new RoleCatalog(roles);
        var granted = new Dictionary<RbacRole, GrantedRole>(ReferenceEqualityComparer.Instance);
        foreach (var binding in bindings.OrderBy(binding => binding.Metadata.Name, StringComparer.Ordinal))
        {
            var role = catalog.Find(binding.RoleRef, binding.Scope);
            if (role is not null && !granted.ContainsKey(role))
            {
                granted.Add(role, new GrantedRole(role, catalog.RulesOf(role)));
            }

            var bound = new BoundRole(binding, role is null ? null : granted[role]);
            _bound.Add(bound);
            IndexOf(binding.Scope).Add(bound);
        }
    }

    /// <summary>
    /// Whether PSP admission is allowed <c>use</c> of podsecuritypolicies/<paramref name="policy"/>, in API group policy or extensions.
    /// A null namespace asks about everywhere (cluster role bindings only).
    /// </summary>
    /// <remarks>
    /// Admission asks RBAC alone. That system:masters may do everything is known to the server's front door only: they may use policies
    /// through the binding <c>cluster-admin</c>, and no longer when it is deleted. Seen on Kubernetes 1.20.2.
    /// </remarks>
    public bool MayUse(PolicyIdentity identity, string? @namespace, string policy) =>
        BoundTo(identity.User, identity.Groups, @namespace).Any(hit => hit.Bound.Role?.Policies.Contains(policy) == true);

    /// <summary>The authorizer's answer to any question about a resource (not a subresource), reason included.</summary>
    /// <remarks>When several bindings allow it the server names any one of them; here it is a ClusterRoleBinding first, then the first by
    /// name.</remarks>
    public AccessAnswer Authorize(AccessQuestion question)
    {
        // The API server itself allows this group everything, before any authorizer.
        if (question.Groups.Contains(MastersGroup))
        {
            return new(true, "");
        }

        var hits = BoundTo(question.User, question.Groups, question.Namespace).ToList();
        var allowing = hits.Where(hit => hit.Bound.Role?.Rules.Any(rule => rule.Covers(question)) == true)
            .OrderBy(hit => hit.Bound.Binding.Scope is not null, Comparer<bool>.Default).ThenBy(
                hit => hit.Bound.Binding.Metadata.Name, StringComparer.Ordinal)
            .ThenBy(hit => hit.Subject, Comparer<int>.Default).FirstOrDefault();
        return allowing.Bound is null ? new(false, MissingRoles(hits)) : new(
            true, $"RBAC: allowed by {allowing.Bound.Describe(allowing.Subject)}");
    }

    /// <summary>
    /// Every grant of the named policies, one for each subject and binding; grants of everything count for each policy. Dangling ones
    /// come too: roles that name a policy which is not among <paramref name="policies"/>, and bindings whose role is missing.
    /// </summary>
    public IEnumerable<PolicyGrant> Grants(IEnumerable<string> policies)
    {
        var existing = policies.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return _bound.SelectMany(bound => bound.Grants(existing));
    }

    private BindingIndex IndexOf(string? scope)
    {
        if (scope is null)
        {
            return _everywhere;
        }

        if (!_namespaces.TryGetValue(scope, out var index))
        {
            _namespaces.Add(scope, index = new());
        }

        return index;
    }

    private IEnumerable<BindingHit> BoundTo(string user, IReadOnlyList<string> groups, string? @namespace)
    {
        var everywhere = _everywhere.Find(user, groups);
        return @namespace is { Length: > 0 } && _namespaces.TryGetValue(@namespace, out var index)
            ? everywhere.Concat(index.Find(user, groups))
            : everywhere;
    }

    private static string MissingRoles(IEnumerable<BindingHit> hits)
    {
        var missing = hits.Where(hit => hit.Bound.Role is null)
            .Select(hit => hit.Bound.Binding.RoleRef)
            .Select(role => $"{role.Kind.ToLowerInvariant()}.{RbacKinds.ApiGroup} \"{role.Name}\" not found").Distinct().ToList();
        return missing.Count switch
        {
            0 => "",
            1 => $"RBAC: {missing[0]}",
            _ => $"RBAC: [{string.Join(", ", missing)}]",
        };
    }
}

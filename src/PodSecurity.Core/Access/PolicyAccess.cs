namespace PodSecurity.Access;

/// <summary>Who may <c>use</c> which policy: the RBAC authorizer's reasoning over a cluster's roles and bindings. Immutable.</summary>
public sealed class PolicyAccess
{
    public PolicyAccess(IEnumerable<RbacRole> roles, IEnumerable<RbacBinding> bindings) => throw new NotImplementedException();

    /// <summary>
    /// Whether the authorizer allows <c>use</c> of podsecuritypolicies/<paramref name="policy"/>, in API group policy or extensions.
    /// A null namespace asks about everywhere (cluster role bindings only).
    /// </summary>
    public bool MayUse(PolicyIdentity identity, string? @namespace, string policy) => throw new NotImplementedException();

    /// <summary>Every grant of the named policies, one for each subject and binding; grants of everything count for each policy.</summary>
    public IEnumerable<PolicyGrant> Grants(IEnumerable<string> policies) => throw new NotImplementedException();
}

/// <summary>One reason why a subject may use a policy.</summary>
/// <param name="Namespace">Where it holds; null means everywhere.</param>
/// <param name="Binding">For example <c>RoleBinding/team-a/psp:restricted</c> or <c>ClusterRoleBinding/eks:podsecuritypolicy:authenticated</c>.</param>
/// <param name="Role">For example <c>ClusterRole/psp:restricted</c>.</param>
public sealed record PolicyGrant(
    string Policy, string SubjectKind, string SubjectName, string? SubjectNamespace, string? Namespace, string Binding, string Role);

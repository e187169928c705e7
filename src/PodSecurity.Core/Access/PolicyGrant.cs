using PodSecurity.Api;

namespace PodSecurity;

/// <summary>Whether a grant gives anything at present.</summary>
public enum PolicyGrantStatus
{
    /// <summary>The subject may use the policy.</summary>
    Effective,

    /// <summary>The role names a policy that does not exist.</summary>
    PolicyMissing,

    /// <summary>The binding refers to a role that does not exist: what it would give is unknown.</summary>
    RoleMissing,

    /// <summary>The service account does not exist.</summary>
    SubjectMissing,

    /// <summary>
    /// The service account is of another namespace: no pod here runs as it. The grant counts only for pods that it creates here itself, as
    /// deployers and controllers do.
    /// </summary>
    CreatorOnly,
}

/// <summary>One reason why a subject may use a policy.</summary>
/// <param name="Policy">Null when the role is missing.</param>
/// <param name="SubjectKind"><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</param>
/// <param name="SubjectNamespace">Of a service account; the binding's own namespace when the binding names none.</param>
/// <param name="Namespace">Where it holds; null means everywhere.</param>
/// <param name="Binding">For example <c>RoleBinding/team-a/psp:restricted</c> or
/// <c>ClusterRoleBinding/eks:podsecuritypolicy:authenticated</c>.</param>
/// <param name="Status">The name of a <see cref="PolicyGrantStatus"/>.</param>
/// <param name="Role">For example <c>ClusterRole/psp:restricted</c> or <c>Role/team-a/psp:restricted</c>.</param>
public sealed record PolicyGrant(
    string? Policy, string SubjectKind, string SubjectName, string? SubjectNamespace, string? Namespace, string Binding, string Role,
    string Status = nameof(PolicyGrantStatus.Effective))
{
    /// <summary>The context or snapshot that was read.</summary>
    public string? Cluster { get; init; }

    /// <summary>For example <c>Group system:authenticated</c> or <c>ServiceAccount team-a:web</c>.</summary>
    public string Subject => SubjectOf().ToString();

    /// <summary>Whether the subject is this identity or one of its groups.</summary>
    public bool AppliesTo(PolicyIdentity identity) => SubjectKind switch
    {
        RbacKinds.Group => identity.Groups.Contains(SubjectName),
        RbacKinds.ServiceAccount => identity.User == PolicyIdentity.ServiceAccountUser(SubjectNamespace ?? "", SubjectName),
        _ => identity.User == SubjectName,
    };

    /// <summary>The grant with what keeps it from reaching pods as its status.</summary>
    /// <param name="serviceAccounts">Those that there are, as (namespace, name); null when that is not known.</param>
    public PolicyGrant WithReach(IReadOnlySet<(string Namespace, string Name)>? serviceAccounts) => this switch
    {
        { Status: not nameof(PolicyGrantStatus.Effective) } => this,
        { SubjectKind: RbacKinds.ServiceAccount } when serviceAccounts?.Contains((SubjectNamespace ?? "", SubjectName)) == false
            => this with { Status = nameof(PolicyGrantStatus.SubjectMissing) },
        { Namespace: not null } when SubjectOf().HomeNamespace is { } home
            && home != Namespace => this with { Status = nameof(PolicyGrantStatus.CreatorOnly) },
        _ => this,
    };

    /// <summary>The subject as a binding names it.</summary>
    public RbacSubject SubjectOf() => SubjectKind switch
    {
        RbacKinds.Group => RbacSubject.ForGroup(SubjectName),
        RbacKinds.ServiceAccount => RbacSubject.ForServiceAccount(SubjectNamespace ?? "", SubjectName),
        _ => RbacSubject.ForUser(SubjectName),
    };

    public override string ToString() => $"{Binding} of {Role} to {Subject}";
}

namespace PodSecurity;

/// <summary>Whether somebody may use a policy somewhere.</summary>
/// <param name="Identity">The user, or the groups when no user was named; null: whoever asked.</param>
/// <param name="Namespace">Null means everywhere.</param>
/// <param name="Reason">The authorizer's words, for example <c>RBAC: allowed by RoleBinding "x/team-a" of Role "x" to Group "dev"</c>;
/// possibly empty.</param>
public sealed record PspUseTestResult(string Policy, string? Identity, string? Namespace, bool Allowed, string Reason)
{
    /// <summary>The context or snapshot that was asked.</summary>
    public string? Cluster { get; init; }
}

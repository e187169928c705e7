namespace PodSecurity.Standards.Labels;

/// <summary>The labels of a namespace that admission reads. Any other key, also one much like them, is ignored.</summary>
public static class PodSecurityLabels
{
    public const string Prefix = "pod-security.kubernetes.io/";
    public const string Enforce = $"{Prefix}enforce";
    public const string EnforceVersion = $"{Prefix}enforce-version";
    public const string Audit = $"{Prefix}audit";
    public const string AuditVersion = $"{Prefix}audit-version";
    public const string Warn = $"{Prefix}warn";
    public const string WarnVersion = $"{Prefix}warn-version";

    /// <summary>In the order in which the server reports their errors.</summary>
    public static IReadOnlyList<string> All { get; } = [Enforce, EnforceVersion, Audit, AuditVersion, Warn, WarnVersion];
}

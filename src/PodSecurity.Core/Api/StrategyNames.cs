namespace PodSecurity.Api;

/// <summary>The strategies that a policy's rules about ids and SELinux labels can name.</summary>
public static class StrategyNames
{
    public const string MustRunAs = "MustRunAs";

    /// <summary>Groups only.</summary>
    public const string MayRunAs = "MayRunAs";

    /// <summary>Users only.</summary>
    public const string MustRunAsNonRoot = "MustRunAsNonRoot";
    public const string RunAsAny = "RunAsAny";
}

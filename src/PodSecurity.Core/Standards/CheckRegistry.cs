using PodSecurity.Standards.Checks;

namespace PodSecurity.Standards;

/// <summary>All checks of the Pod Security Standards, and which of their rules each level and version consists of.</summary>
internal static class CheckRegistry
{
    /// <summary>The newest version that differs from the one before it or was released with these checks.</summary>
    public const int NewestMinor = 37;

    private static readonly StandardCheck[] Checks =
    [
        AllowPrivilegeEscalationCheck.Check,
        AppArmorProfileCheck.Check,
        CapabilitiesBaselineCheck.Check,
        CapabilitiesRestrictedCheck.Check,
        HostNamespacesCheck.Check,
        HostPathVolumesCheck.Check,
        HostPortsCheck.Check,
        HostProbesAndHostLifecycleCheck.Check,
        PrivilegedCheck.Check,
        ProcMountCheck.Baseline,
        ProcMountCheck.Restricted,
        RestrictedVolumesCheck.Check,
        RunAsNonRootCheck.Check,
        RunAsUserCheck.Check,
        SELinuxOptionsCheck.Check,
        SeccompProfileBaselineCheck.Check,
        SeccompProfileRestrictedCheck.Check,
        SysctlsCheck.Check,
        WindowsHostProcessCheck.Check,
    ];

    /// <summary>Every rule of every check, in the order of refusals: the checks of baseline by id, then those of restricted.</summary>
    public static readonly (StandardCheck Check, StandardRule Rule)[] Rules =
    [
        .. Checks.OrderBy(check => check.Level, Comparer<PodSecurityLevel>.Default).ThenBy(check => check.Id, StringComparer.Ordinal)
            .SelectMany(check => check.Versions.Select(version => (check, version.Rule))),
    ];

    private static readonly ulong[] Baseline = [.. Minors.Select(minor => Mask(Of(PodSecurityLevel.Baseline, minor)))];

    private static readonly ulong[] Restricted = [.. Minors.Select(minor => Mask(WithReplacements(minor)))];

    private static IEnumerable<int> Minors => Enumerable.Range(0, NewestMinor + 1);

    /// <summary>The rules that make up a level in a version: bit i stands for the i-th of <see cref="Rules"/>.</summary>
    public static ulong RulesOf(PodSecurityLevel level, PodSecurityVersion version)
    {
        var minor = (int)Math.Min(version.Minor, NewestMinor);
        return level switch
        {
            PodSecurityLevel.Restricted => Restricted[minor],
            PodSecurityLevel.Baseline => Baseline[minor],
            _ => 0,
        };
    }

    private static IEnumerable<(StandardCheck Check, StandardRule Rule)> WithReplacements(int minor)
    {
        var own = Of(PodSecurityLevel.Restricted, minor).ToList();
        var replaced = own.Select(item => item.Check.Replaces).ToHashSet();
        return Of(PodSecurityLevel.Baseline, minor).Where(item => !replaced.Contains(item.Check.Id)).Concat(own);
    }

    private static IEnumerable<(StandardCheck Check, StandardRule Rule)> Of(PodSecurityLevel level, int minor) =>
        from check in Checks
        where check.Level == level && check.Versions[0].FromMinor <= minor
        select (check, check.Versions.Last(version => version.FromMinor <= minor).Rule);

    private static ulong Mask(IEnumerable<(StandardCheck Check, StandardRule Rule)> rules) =>
        rules.Aggregate(0UL, (mask, rule) => mask | (1UL << Array.IndexOf(Rules, rule)));
}

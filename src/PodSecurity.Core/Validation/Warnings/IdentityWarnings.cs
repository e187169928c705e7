using PodSecurity.Api;

namespace PodSecurity.Validation.Warnings;

/// <summary>The strategies about users, groups and SELinux labels.</summary>
internal static class IdentityWarnings
{
    private const string SkippedAlways = "The server accepts the policy and then skips it for every pod";

    public static IEnumerable<Remark> Unusable(PodSecurityPolicy policy) =>
    [
        .. IDRules(policy)
            .Where(item => item.Rule is { Rule: StrategyNames.MustRunAs or StrategyNames.MayRunAs, Ranges: null or { Count: 0 } })
            .Select(item => new Remark($"{item.Field}.ranges", $"{SkippedAlways}: {item.Rule.Rule} needs at least one range.")),
        .. Remark.When(policy.Spec.SELinux is { Rule: StrategyNames.MustRunAs, SELinuxOptions: null }, "spec.seLinux.seLinuxOptions",
            $"{SkippedAlways}: MustRunAs needs seLinuxOptions."),
    ];

    public static IEnumerable<Remark> IgnoredRanges(PodSecurityPolicy policy) =>
    [
        .. IDRules(policy)
            .Where(item => item.Rule is { Rule: StrategyNames.RunAsAny or StrategyNames.MustRunAsNonRoot, Ranges.Count: > 0 })
            .Select(item => new Remark($"{item.Field}.ranges", $"The ranges have no effect: {item.Rule.Rule} looks at none.")),
        .. Remark.When(policy.Spec.SELinux is { Rule: StrategyNames.RunAsAny, SELinuxOptions: not null }, "spec.seLinux.seLinuxOptions",
            "The options have no effect: RunAsAny looks at none."),
    ];

    public static IEnumerable<Remark> AnyUser(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.RunAsUser is { Rule: StrategyNames.RunAsAny }, "spec.runAsUser",
        "Containers may run as root. MustRunAsNonRoot forbids it; MustRunAs also chooses a user for images that name none.");

    public static IEnumerable<Remark> RootInRange(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.RunAsUser is { Rule: StrategyNames.MustRunAs, Ranges: { } ranges } && ranges.Any(
            range => range.Min <= 0 && range.Max >= 0), "spec.runAsUser.ranges",
        "The ranges hold 0, which is root. Where the first range starts at 0, every pod that names no user is made to run as root.");

    private static IEnumerable<(string Field, IDRule Rule)> IDRules(PodSecurityPolicy policy) =>
        from item in new (string Field, IDRule? Rule)[]
        {
            ("spec.runAsUser", policy.Spec.RunAsUser),
            ("spec.runAsGroup", policy.Spec.RunAsGroup),
            ("spec.supplementalGroups", policy.Spec.SupplementalGroups),
            ("spec.fsGroup", policy.Spec.FSGroup),
        }
        where item.Rule is not null
        select (item.Field, item.Rule);
}

using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Validation.Rules;

/// <summary>The strategies about users, groups and SELinux labels: rule names and id ranges.</summary>
internal static class IdentityRules
{
    public static IEnumerable<FieldError> Check(PodSecurityPolicySpec spec, KubernetesRelease release) =>
    [
        .. Rule("spec.runAsUser", spec.RunAsUser?.Rule, [StrategyNames.MustRunAs, StrategyNames.MustRunAsNonRoot, StrategyNames.RunAsAny]),
        .. Ranges("spec.runAsUser", spec.RunAsUser),
        .. release.Has(ReleaseFeatures.RunAsGroup) && spec.RunAsGroup is { } runAsGroup ? RunAsGroup("spec.runAsGroup", runAsGroup) : [],
        .. Rule("spec.seLinux", spec.SELinux?.Rule, [StrategyNames.MustRunAs, StrategyNames.RunAsAny]),
        .. Groups("spec.supplementalGroups", spec.SupplementalGroups),
        .. Groups("spec.fsGroup", spec.FSGroup),
    ];

    private static IEnumerable<FieldError> Groups(string field, IDRule? groups) =>
        Rule(field, groups?.Rule, [StrategyNames.MayRunAs, StrategyNames.MustRunAs, StrategyNames.RunAsAny]).Concat(Ranges(field, groups));

    /// <summary>Younger than the other strategies and the only one whose ranges must fit its rule.</summary>
    private static IEnumerable<FieldError> RunAsGroup(string field, IDRule group) => group switch
    {
        { Rule: StrategyNames.RunAsAny, Ranges.Count: > 0 } =>
            [FieldError.Invalid($"{field}.ranges", Print(group), "Ranges must be empty")],
        { Rule: StrategyNames.RunAsAny } => [],
        { Rule: StrategyNames.MustRunAs or StrategyNames.MayRunAs, Ranges.Count: 0 } =>
            [FieldError.Invalid($"{field}.ranges", Print(group), "must provide at least one range")],
        { Rule: StrategyNames.MustRunAs or StrategyNames.MayRunAs } => Ranges(field, group),
        _ => Rule(field, group.Rule, [StrategyNames.MustRunAs, StrategyNames.RunAsAny, StrategyNames.MayRunAs]),
    };

    private static IEnumerable<FieldError> Rule(string field, string? rule, string[] supported) =>
        supported.Contains(rule) ? [] : [FieldError.NotSupported($"{field}.rule", rule ?? "", supported)];

    private static IEnumerable<FieldError> Ranges(string field, IDRule? rule) =>
        (rule?.Ranges ?? []).SelectMany((range, index) => Range($"{field}.ranges[{index}]", range));

    private static IEnumerable<FieldError> Range(string field, IDRange range)
    {
        if (range.Min < 0)
        {
            yield return FieldError.Invalid($"{field}.min", range.Min, "min cannot be negative");
        }
        if (range.Max < 0)
        {
            yield return FieldError.Invalid($"{field}.max", range.Max, "max cannot be negative");
        }
        if (range.Min > range.Max)
        {
            yield return FieldError.Invalid($"{field}.min", range.Min, "min cannot be greater than max");
        }
    }

    private static GoValue Print(IDRule rule) => GoValue.Slice(
        "policy.IDRange",
        rule.HasRanges ? rule.Ranges.Select(range => GoValue.Raw($"policy.IDRange{{Min:{range.Min}, Max:{range.Max}}}")) : null);
}

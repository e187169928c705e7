using PodSecurity.Api;
using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>spec.fsGroup, spec.supplementalGroups and spec.runAsGroup: ranges of group ids.</summary>
internal sealed class GroupFields : IPolicyField
{
    private const string FSGroup = "fsGroup";
    private const string SupplementalGroups = "supplementalGroups";
    private const string RunAsGroup = "runAsGroup";
    private const string PodContextName = "securityContext";

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy) =>
    [
        .. OfRule(policy.Spec.FSGroup, FSGroupDemand),
        .. OfRule(policy.Spec.SupplementalGroups, SupplementalGroupsDemand),
        .. OfRule(policy.Spec.RunAsGroup, RunAsGroupDemand),
    ];

    public IEnumerable<AdmissionPolicyLoss> Losses(PodSecurityPolicy policy) =>
        policy.Spec.SupplementalGroups.Rule != StrategyNames.MustRunAs ? [] :
    [
        AdmissionPolicyLoss.Different(
            policy.Name, "spec.supplementalGroups",
            "A pod that writes supplementalGroups: [] counts as one that does not name the field: expressions do not see empty lists.",
            "Leave the field out of pods."),
    ];

    private static IEnumerable<Demand> OfRule(IDRule? rule, Func<IdRule, Demand> demand) =>
        IdRule.Of(rule) is { } ranges ? [demand(ranges)] : [];

    private static Demand FSGroupDemand(IdRule rule)
    {
        var inRange = PodTerms.PodContext.Int(FSGroup).IsWithin(rule.Ranges);
        var absentOrInRange = PodTerms.PodContext.LacksOr(FSGroup, inRange);
        return new(
            $"spec.securityContext.fsGroup: {rule.Text("group")}", rule.Must ? PodTerms.PodContext.HasAnd(
                FSGroup, inRange) : absentOrInRange)
        {
            MetWithDefaults = absentOrInRange,
            Defaults = rule.Must ? [new PodDefault(!PodTerms.PodContext.Has(FSGroup), PodContextName, FSGroup, rule.Default)] : [],
        };
    }

    private static Demand SupplementalGroupsDemand(IdRule rule)
    {
        var groups = PodTerms.PodContext.List<CelInt>(SupplementalGroups);
        var inRange = groups.All("g", group => group.IsWithin(rule.Ranges));
        var none = !PodTerms.PodContext.Has(SupplementalGroups) | groups.IsEmpty;
        var some = PodTerms.PodContext.Has(SupplementalGroups) & groups.Size.IsNot(0);
        return new(
            $"spec.securityContext.supplementalGroups: {rule.Text("group")}",
            rule.Must ? some & inRange : none | inRange)
        {
            MetWithDefaults = none | inRange,
            Defaults = rule.Must
                ? [new PodDefault(none, PodContextName, SupplementalGroups, CelList<CelInt>.Of([rule.Default]))]
                : [],
        };
    }

    private static Demand RunAsGroupDemand(IdRule rule) => new(
        ContainerText.Of(RunAsGroup, rule.Text("group")), RunAs(rule, absent: !rule.Must))
    {
        MetWithDefaults = RunAs(rule, absent: true),
        Defaults = rule.Must ? [new ContainerDefault(container => RunAsMissing(container.Context), RunAsGroup, _ => rule.Default)] : [],
    };

    private static CelBool RunAs(IdRule rule, bool absent) => PodTerms.Contexts.All(
        "s", context => PodTerms.Effective<CelInt>(context, RunAsGroup, group => group.IsWithin(rule.Ranges), absent));

    private static CelBool RunAsMissing(CelObject context) => !context.Has(RunAsGroup) & !PodTerms.PodContext.Has(RunAsGroup);
}

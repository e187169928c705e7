using PodSecurity.Api;
using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>spec.runAsUser: user ids of containers, their own or else the pod's.</summary>
internal sealed class RunAsUserField : IPolicyField
{
    private const string RunAsUser = "runAsUser";
    private const string RunAsNonRoot = "runAsNonRoot";

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy) => policy.Spec.RunAsUser.Rule switch
    {
        StrategyNames.MustRunAs => [InRanges(IdRule.Of(policy.Spec.RunAsUser)!)],
        StrategyNames.MustRunAsNonRoot => NonRoot(),
        _ => [],
    };

    private static Demand InRanges(IdRule rule) => new(ContainerText.Of(RunAsUser, rule.Text("user")), InRanges(rule, absent: false))
    {
        MetWithDefaults = InRanges(rule, absent: true),
        Defaults = [new ContainerDefault(container => UserMissing(container.Context), RunAsUser, _ => rule.Default)],
    };

    private static CelBool InRanges(IdRule rule, bool absent) => PodTerms.Contexts.All(
        "s", context => PodTerms.Effective<CelInt>(context, RunAsUser, user => user.IsWithin(rule.Ranges), absent));

    private static IEnumerable<Demand> NonRoot() =>
    [
        new(
            ContainerText.Of(RunAsNonRoot, "must be true"),
            PodTerms.Contexts.All("s", context => PodTerms.Effective<CelBool>(context, RunAsNonRoot, flag => flag, HasUser(context))))
        {
            MetWithDefaults = PodTerms.Contexts.All(
                "s", context => PodTerms.Effective<CelBool>(context, RunAsNonRoot, flag => flag, absent: true)),
            Defaults =
            [
                new ContainerDefault(
                    container => UserMissing(container.Context) & !container.Context.Has(RunAsNonRoot)
                        & !PodTerms.PodContext.Has(RunAsNonRoot),
                    RunAsNonRoot, _ => CelBool.True),
            ],
        },
        new(
            ContainerText.Of(RunAsUser, "running with the root UID is forbidden"),
            PodTerms.Contexts.All("s", context => PodTerms.Effective<CelInt>(context, RunAsUser, user => user.IsNot(0), absent: true))),
    ];

    private static CelBool HasUser(CelObject context) => context.Has(RunAsUser) | PodTerms.PodContext.Has(RunAsUser);

    private static CelBool UserMissing(CelObject context) => !context.Has(RunAsUser) & !PodTerms.PodContext.Has(RunAsUser);
}

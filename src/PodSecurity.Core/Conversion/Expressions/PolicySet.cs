using PodSecurity.Conversion.Cel;
using PodSecurity.Conversion.Fields;
using PodSecurity.Conversion.Grants;

namespace PodSecurity.Conversion.Expressions;

/// <summary>Policies of which any one may admit a pod, as expressions: what the policies of all engines are made of.</summary>
internal sealed class PolicySet(IReadOnlyList<PolicyTerm> policies, IUseOfPolicies use)
{
    public IReadOnlyList<PolicyTerm> Policies { get; } = policies;

    public IUseOfPolicies Use { get; } = use;

    /// <summary>
    /// The verdict: a policy admits the pod, and may be used. In this order, because the question of the use is the costly one.
    /// </summary>
    public CelBool Verdict => CelBool.AnyOnLines(Policies.Select(policy => policy.Admits & Use.MayUse(policy)));

    /// <summary>What the verdict needs, each variable after those that it uses.</summary>
    public IReadOnlyList<CelVariable> Variables =>
    [
        .. PodTerms.UsedBy(Policies.Select(policy => policy.RefusalsVariable)),
        .. Policies.Select(policy => policy.RefusalsVariable),
        .. UseVariables,
    ];

    public IEnumerable<CelVariable> UseVariables => Use.SharedVariables.Concat(Policies.SelectMany(Use.Variables));

    /// <summary>
    /// True but for updates that touch nothing that policies look at, owner references and finalizers: PSP admission let them pass, or else
    /// no garbage could be collected.
    /// </summary>
    public static CelBool IsWorthJudging { get; } =
        CelObject.Request.String("operation").IsNot("UPDATE")
        | CelObject.Pod.Object("spec").IsNot(CelObject.OldPod.Object("spec"))
        | Differs("labels") | Differs("annotations");

    private static CelBool Differs(string field) => Metadata(CelObject.Pod, field).IsNot(Metadata(CelObject.OldPod, field));

    private static CelObject Metadata(CelObject pod, string field) => pod.Object("metadata").ObjectOrEmpty(field);
}

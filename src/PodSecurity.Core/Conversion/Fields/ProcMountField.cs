namespace PodSecurity.Conversion.Fields;

/// <summary>
/// The mount type of /proc: Default alone. Servers that have PodSecurityPolicies drop spec.allowedProcMountTypes, so a list that is there
/// has never counted.
/// </summary>
internal sealed class ProcMountField : IPolicyField
{
    private const string Name = "procMount";

    public IEnumerable<Demand> Demands(PodSecurityPolicy policy) =>
    [
        new(
            ContainerText.Of(Name, "ProcMountType is not allowed"),
            PodTerms.Contexts.All("s", context => context.LacksOr(Name, context.String(Name).Is("Default")))),
    ];

    public IEnumerable<AdmissionPolicyLoss> Losses(PodSecurityPolicy policy) => policy.Spec.AllowedProcMountTypes.Count == 0 ? [] :
    [
        AdmissionPolicyLoss.Different(
            policy.Name, "spec.allowedProcMountTypes",
            "The list is not carried over: servers with default settings drop it from a policy, so only Default was ever allowed.",
            "If your server had the feature gate ProcMountType on, add the types to the expression by hand."),
    ];
}

namespace PodSecurity.Conversion.Fields;

/// <summary>Fields of a policy that belong together: what they demand of pods, and what of it CEL cannot say.</summary>
internal interface IPolicyField
{
    IEnumerable<Demand> Demands(PodSecurityPolicy policy);

    IEnumerable<AdmissionPolicyLoss> Losses(PodSecurityPolicy policy) => [];
}

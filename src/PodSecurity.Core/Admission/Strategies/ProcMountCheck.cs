namespace PodSecurity.Admission.Strategies;

/// <summary>
/// The mount type of /proc. The feature gate ProcMountType is off by default in every version that has PodSecurityPolicies, and such a
/// server drops spec.allowedProcMountTypes from a policy when it is written; so the policy's list is not read here.
/// <para>Restricted: securityContext.procMount of containers.</para>
/// <para>Allowed: Default or absent.</para>
/// <para>Source: ValidateContainer in pkg/security/podsecuritypolicy/provider.go.</para>
/// </summary>
internal sealed class ProcMountCheck : Strategy
{
    private const string Default = "Default";

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (container.Container.SecurityContext?.ProcMount is { } type && type != Default)
        {
            run.Refuse(run.Collecting ? NotAllowed(container.Field("securityContext.procMount"), type) : null);
        }
    }

    private static Refusal NotAllowed(string field, string type) => new(
        FieldError.Invalid(field, type, "ProcMountType is not allowed"),
        new(
            at => $"set {at}{field} to Default (or remove it)",
            "nothing helps: a server without the feature gate ProcMountType drops spec.allowedProcMountTypes"));
}

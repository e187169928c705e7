namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Privileged containers.
/// <para>Restricted: securityContext.privileged of containers.</para>
/// <para>Allowed: false or absent; true where spec.privileged is true.</para>
/// <para>Source: ValidateContainer in pkg/security/podsecuritypolicy/provider.go.</para>
/// </summary>
internal sealed class PrivilegedCheck : Strategy
{
    /// <summary>Null when the policy allows privileged containers.</summary>
    public static PrivilegedCheck? Create(PodSecurityPolicySpec policy) => policy.Privileged ? null : new();

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (container.Privileged)
        {
            run.Refuse(run.Collecting ? NotAllowed(container.Field("securityContext.privileged")) : null);
        }
    }

    private static Refusal NotAllowed(string field) => new(
        FieldError.Invalid(field, true, "Privileged containers are not allowed"),
        new(at => $"set {at}{field} to false (or remove it)", "set spec.privileged: true"));
}

namespace PodSecurity.Admission.Rules;

/// <summary>privileged: containers may be privileged only if the policy says so.</summary>
internal sealed class PrivilegedCheck : PolicyRule
{
    /// <summary>Null when the policy allows privileged containers.</summary>
    public static PrivilegedCheck? Create(PodSecurityPolicySpec policy) => policy.Privileged ? null : new();

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (container.Privileged && run.Refuse())
        {
            run.Report(FieldError.Invalid(
                container.Field("securityContext.privileged"), true, "Privileged containers are not allowed"));
        }
    }

    public override Fix Fix(FieldError error) => new($"set {error.Field} to false (or remove it)", "set spec.privileged: true");
}

namespace PodSecurity.Admission.Rules;

/// <summary>
/// allowPrivilegeEscalation (absent: true) and its default. Where a policy forbids it, a container that says nothing gets false and
/// one that says true is refused.
/// </summary>
internal sealed class PrivilegeEscalationCheck : PolicyRule
{
    private readonly bool _allowed;
    private readonly bool _default;

    private PrivilegeEscalationCheck(bool allowed, bool @default) => (_allowed, _default) = (allowed, @default);

    /// <summary>Null when the policy neither forbids it nor sets a default.</summary>
    public static PrivilegeEscalationCheck? Create(PodSecurityPolicySpec policy)
    {
        var allowed = policy.AllowPrivilegeEscalation ?? true;
        return allowed && policy.DefaultAllowPrivilegeEscalation is null
            ? null
            : new(allowed, policy.DefaultAllowPrivilegeEscalation ?? false);
    }

    public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
        if (container.AllowPrivilegeEscalation is not null)
            return;
        container.AllowPrivilegeEscalation = _default;
        run.Change(container, "securityContext/allowPrivilegeEscalation", null, container.AllowPrivilegeEscalation);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (!_allowed && container.AllowPrivilegeEscalation == true && run.Refuse())
        {
            run.Report(FieldError.Invalid(
                container.Field("securityContext.allowPrivilegeEscalation"),
                true,
                "Allowing privilege escalation for containers is not allowed"));
        }
    }

    public override Fix Fix(FieldError error) => new($"set {error.Field} to false (or remove it)", "set spec.allowPrivilegeEscalation: true");
}

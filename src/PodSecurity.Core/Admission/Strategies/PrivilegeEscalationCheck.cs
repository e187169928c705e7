namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Whether a process may gain more privileges than its parent has.
/// <para>Restricted: securityContext.allowPrivilegeEscalation of containers.</para>
/// <para>Allowed: anything where spec.allowPrivilegeEscalation is true or absent; otherwise false.</para>
/// <para>Default: spec.defaultAllowPrivilegeEscalation, or false where the policy does not allow it.</para>
/// <para>Source: mutateContainer and ValidateContainer in pkg/security/podsecuritypolicy/provider.go.</para>
/// </summary>
internal sealed class PrivilegeEscalationCheck : Strategy
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
        {
            return;
        }
        container.AllowPrivilegeEscalation = _default;
        run.Change(container, "securityContext/allowPrivilegeEscalation", null, container.AllowPrivilegeEscalation);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (!_allowed && container.AllowPrivilegeEscalation == true)
        {
            run.Refuse(run.Collecting ? NotAllowed(container.Field("securityContext.allowPrivilegeEscalation")) : null);
        }
    }

    private static Refusal NotAllowed(string field) => new(
        FieldError.Invalid(field, true, "Allowing privilege escalation for containers is not allowed"),
        new(at => $"set {at}{field} to false (or remove it)", "set spec.allowPrivilegeEscalation: true"));
}

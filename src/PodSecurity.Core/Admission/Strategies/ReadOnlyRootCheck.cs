namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Read-only root file systems.
/// <para>Restricted: securityContext.readOnlyRootFilesystem of containers.</para>
/// <para>Allowed: true where spec.readOnlyRootFilesystem is true; otherwise anything.</para>
/// <para>Default: true where the policy demands it.</para>
/// <para>Source: mutateContainer and ValidateContainer in pkg/security/podsecuritypolicy/provider.go.</para>
/// </summary>
internal sealed class ReadOnlyRootCheck : Strategy
{
    /// <summary>Null when the policy does not demand it.</summary>
    public static ReadOnlyRootCheck? Create(PodSecurityPolicySpec policy) => policy.ReadOnlyRootFilesystem ? new() : null;

    public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
        if (container.ReadOnlyRootFilesystem is not null)
        {
            return;
        }
        container.ReadOnlyRootFilesystem = true;
        run.Change(container, "securityContext/readOnlyRootFilesystem", null, container.ReadOnlyRootFilesystem);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (container.ReadOnlyRootFilesystem == false)
        {
            run.Refuse(run.Collecting ? NotAllowed(container.Field("securityContext.readOnlyRootFilesystem")) : null);
        }
    }

    private static Refusal NotAllowed(string field) => new(
        FieldError.Invalid(field, false, "ReadOnlyRootFilesystem must be set to true"),
        new(at => $"set {at}{field} to true (or remove it)", "set spec.readOnlyRootFilesystem: false"));
}

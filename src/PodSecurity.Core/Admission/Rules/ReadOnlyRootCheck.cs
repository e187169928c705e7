namespace PodSecurity.Admission.Rules;

/// <summary>readOnlyRootFilesystem: demanded of every container, defaulted where a container says nothing.</summary>
internal sealed class ReadOnlyRootCheck : PolicyRule
{
    /// <summary>Null when the policy does not demand it.</summary>
    public static ReadOnlyRootCheck? Create(PodSecurityPolicySpec policy) => policy.ReadOnlyRootFilesystem ? new() : null;

    public override void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
        if (container.ReadOnlyRootFilesystem is not null)
            return;
        container.ReadOnlyRootFilesystem = true;
        run.Change(container, "securityContext/readOnlyRootFilesystem", null, container.ReadOnlyRootFilesystem);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (container.ReadOnlyRootFilesystem == false && run.Refuse())
        {
            run.Report(FieldError.Invalid(
                container.Field("securityContext.readOnlyRootFilesystem"), false, "ReadOnlyRootFilesystem must be set to true"));
        }
    }

    public override Fix Fix(FieldError error) => new($"set {error.Field} to true (or remove it)", "set spec.readOnlyRootFilesystem: false");
}

namespace PodSecurity.Admission.Rules;

/// <summary>
/// procMount: only Default. The feature gate ProcMountType is off by default in every version that has PodSecurityPolicies, and such
/// a server drops allowedProcMountTypes from a policy when it is written; so the policy's list is not read here.
/// </summary>
internal sealed class ProcMountCheck : PolicyRule
{
    private const string Default = "Default";

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (container.Container.SecurityContext?.ProcMount is { } type && type != Default && run.Refuse())
            run.Report(FieldError.Invalid(container.Field("securityContext.procMount"), type, "ProcMountType is not allowed"));
    }

    public override Fix Fix(FieldError error) => new(
        $"set {error.Field} to Default (or remove it)",
        "nothing helps: a server without the feature gate ProcMountType drops spec.allowedProcMountTypes");
}

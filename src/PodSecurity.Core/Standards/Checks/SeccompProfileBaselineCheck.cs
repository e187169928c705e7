using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// seccompProfile_baseline (baseline): the runtime's seccomp profile, or one that the node holds, is not switched off. Up to 1.18 by
/// annotations (<see cref="SeccompAnnotationsCheck"/>), from 1.19 by fields.
/// <para>Restricted fields: <c>spec.securityContext.seccompProfile.type</c> and
/// <c>spec.containers[*].securityContext.seccompProfile.type</c>, likewise initContainers and ephemeralContainers.</para>
/// <para>Allowed values: absent, RuntimeDefault, Localhost.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_seccompProfile_baseline.go.</remarks>
internal sealed class SeccompProfileBaselineCheck : StandardRule
{
    public const string Id = "seccompProfile_baseline";

    public static StandardCheck Check { get; } = new(
        Id,
        PodSecurityLevel.Baseline,
        new CheckVersion(0, new SeccompAnnotationsCheck()),
        new CheckVersion(19, new SeccompProfileBaselineCheck()));

    public override bool Allows(Pod pod) => !(SeccompFields.PodIsForbidden(pod) || pod.HasContainer(SeccompFields.IsForbidden));

    public override Refusal Explain(Pod pod) => SeccompFields.ExplainForbidden(pod);

    public override void Fix(Pod pod, PodPatch patch)
    {
        if (SeccompFields.PodIsForbidden(pod))
        {
            patch.Set(null, SeccompFields.Field);
        }
        foreach (var place in pod.ContainerPlaces(SeccompFields.IsForbidden))
        {
            patch.Set(place, null, SeccompFields.Field);
        }
    }
}

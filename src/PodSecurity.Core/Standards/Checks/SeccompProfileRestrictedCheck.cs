using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// seccompProfile_restricted (restricted, from 1.19, in place of seccompProfile_baseline): every container has a seccomp profile. From
/// 1.25 not for Windows pods.
/// <para>Restricted fields: <c>spec.securityContext.seccompProfile.type</c> and
/// <c>spec.containers[*].securityContext.seccompProfile.type</c>, likewise initContainers and ephemeralContainers.</para>
/// <para>Allowed values: RuntimeDefault, Localhost; absent in a container when the pod has one of them.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_seccompProfile_restricted.go.</remarks>
internal sealed class SeccompProfileRestrictedCheck : StandardRule
{
    private static readonly SeccompProfileRestrictedCheck Rule = new();

    public static StandardCheck Check { get; } = new(
        "seccompProfile_restricted",
        PodSecurityLevel.Restricted,
        new CheckVersion(19, Rule),
        new CheckVersion(25, ExemptRule.ForWindows(Rule)))
    {
        Replaces = SeccompProfileBaselineCheck.Id,
    };

    public override bool Allows(Pod pod) =>
        !(SeccompFields.PodIsForbidden(pod) || pod.HasContainer(SeccompFields.IsForbidden) || MissesOne(pod));

    public override Refusal Explain(Pod pod)
    {
        if (SeccompFields.PodIsForbidden(pod) || pod.HasContainer(SeccompFields.IsForbidden))
        {
            return SeccompFields.ExplainForbidden(pod);
        }
        return new(
            SeccompFields.Reason,
            $"pod or {Wording.Containers(pod.ContainerNames(HasNone))} must set securityContext.seccompProfile.type to "
            + "\"RuntimeDefault\" or \"Localhost\"");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        if (SeccompFields.PodIsForbidden(pod) || MissesOne(pod))
        {
            patch.Set(Default(pod.SecurityContext?.SeccompProfile), SeccompFields.Field);
        }
        foreach (var place in pod.ContainerPlaces(SeccompFields.IsForbidden))
        {
            patch.Set(place, Default(place.Container.SecurityContext?.SeccompProfile), SeccompFields.Field);
        }
    }

    private static bool MissesOne(Pod pod) => pod.SecurityContext?.SeccompProfile is null && pod.HasContainer(HasNone);

    private static bool HasNone(Container container) => container.SecurityContext?.SeccompProfile is null;

    /// <summary>The runtime's profile; the file of a local one would not go with it.</summary>
    private static JsonObject Default(SeccompProfile? former)
    {
        var profile = new JsonObject { ["type"] = "RuntimeDefault" };
        if (former?.LocalhostProfile is not null)
        {
            profile["localhostProfile"] = null;
        }
        return profile;
    }
}

using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// privileged (baseline): privileged containers have nearly all that processes on the host have.
/// <para>Restricted fields: <c>spec.containers[*].securityContext.privileged</c>, likewise initContainers and ephemeralContainers.</para>
/// <para>Allowed values: absent, false.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_privileged.go.</remarks>
internal sealed class PrivilegedCheck : StandardRule
{
    public static StandardCheck Check { get; } = new("privileged", PodSecurityLevel.Baseline, new CheckVersion(0, new PrivilegedCheck()));

    public override bool Allows(Pod pod) => !pod.HasContainer(IsPrivileged);

    public override Refusal Explain(Pod pod) => new(
        "privileged", $"{Wording.Containers(pod.ContainerNames(IsPrivileged))} must not set securityContext.privileged=true");

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var place in pod.ContainerPlaces(IsPrivileged))
        {
            patch.Set(place, null, "securityContext", "privileged");
        }
    }

    private static bool IsPrivileged(Container container) => container.SecurityContext?.Privileged == true;
}

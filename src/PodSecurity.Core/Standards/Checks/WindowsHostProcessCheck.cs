using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// windowsHostProcess (baseline): Windows containers do not run as processes of the host.
/// <para>Restricted fields: <c>spec.securityContext.windowsOptions.hostProcess</c> and
/// <c>spec.containers[*].securityContext.windowsOptions.hostProcess</c>, likewise initContainers and ephemeralContainers.</para>
/// <para>Allowed values: absent, false.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_windowsHostProcess.go.</remarks>
internal sealed class WindowsHostProcessCheck : StandardRule
{
    private static readonly string[] Field = ["securityContext", "windowsOptions", "hostProcess"];

    public static StandardCheck Check { get; } =
        new("windowsHostProcess", PodSecurityLevel.Baseline, new CheckVersion(0, new WindowsHostProcessCheck()));

    public override bool Allows(Pod pod) => !(PodIsHostProcess(pod) || pod.HasContainer(IsHostProcess));

    public override Refusal Explain(Pod pod)
    {
        var setters = Wording.Setters(PodIsHostProcess(pod), pod.ContainerNames(IsHostProcess));
        return new("hostProcess", $"{setters} must not set securityContext.windowsOptions.hostProcess=true");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        if (PodIsHostProcess(pod))
        {
            patch.Set(null, Field);
        }
        foreach (var place in pod.ContainerPlaces(IsHostProcess))
        {
            patch.Set(place, null, Field);
        }
    }

    private static bool PodIsHostProcess(Pod pod) => pod.SecurityContext?.HostProcess == true;

    private static bool IsHostProcess(Container container) => container.SecurityContext?.HostProcess == true;
}

using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// capabilities_baseline (baseline): no capabilities beyond those that container runtimes give anyway.
/// <para>Restricted fields: <c>spec.containers[*].securityContext.capabilities.add</c>, likewise initContainers and
/// ephemeralContainers.</para>
/// <para>Allowed values: absent, AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID,
/// SETPCAP, SETUID, SYS_CHROOT.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_capabilities_baseline.go.</remarks>
internal sealed class CapabilitiesBaselineCheck : StandardRule
{
    public const string Id = "capabilities_baseline";

    private static readonly HashSet<string> Allowed =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
        "SETUID", "SYS_CHROOT",
    ];

    public static StandardCheck Check { get; } = new(Id, PodSecurityLevel.Baseline, new CheckVersion(0, new CapabilitiesBaselineCheck()));

    public override bool Allows(Pod pod) => !pod.HasContainer(AddsForbidden);

    public override Refusal Explain(Pod pod)
    {
        var forbidden = Wording.Sorted(pod.AllContainers().SelectMany(AddedCapabilities.Of).Where(name => !Allowed.Contains(name)));
        var containers = Wording.Containers(pod.ContainerNames(AddsForbidden));
        return new(
            "non-default capabilities", $"{containers} must not include {Wording.Quoted(forbidden)} in securityContext.capabilities.add");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var place in pod.ContainerPlaces(AddsForbidden))
        {
            AddedCapabilities.Keep(patch, place, Allowed.Contains);
        }
    }

    private static bool AddsForbidden(Container container) => AddedCapabilities.Any(container, static name => !Allowed.Contains(name));
}

using System.Globalization;
using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// hostPorts (baseline): no ports of the host are taken.
/// <para>Restricted fields: <c>spec.containers[*].ports[*].hostPort</c>, likewise initContainers and ephemeralContainers.</para>
/// <para>Allowed values: absent, 0.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_hostPorts.go.</remarks>
internal sealed class HostPortsCheck : StandardRule
{
    public static StandardCheck Check { get; } = new("hostPorts", PodSecurityLevel.Baseline, new CheckVersion(0, new HostPortsCheck()));

    public override bool Allows(Pod pod) => !pod.HasContainer(UsesHostPort);

    public override Refusal Explain(Pod pod)
    {
        var names = pod.ContainerNames(UsesHostPort);
        // Ports are sorted as texts: 10250 comes before 443.
        var ports = Wording.Sorted(pod.AllContainers().SelectMany(container => container.Ports)
            .Where(port => port.HostPort != 0).Select(port => port.HostPort.ToString(CultureInfo.InvariantCulture)));
        return new("hostPort", $"{Wording.Containers(names)} {Wording.Plural("uses", "use", names.Count)} "
            + $"{Wording.Plural("hostPort", "hostPorts", ports.Count)} {string.Join(", ", ports)}");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var place in pod.ContainerPlaces(UsesHostPort))
        {
            for (var i = 0; i < place.Container.Ports.Count; i++)
            {
                if (place.Container.Ports[i].HostPort != 0)
                {
                    patch.RemoveHostPort(place, i);
                }
            }
        }
    }

    private static bool UsesHostPort(Container container) => ListSpan.Any(container.Ports, static port => port.HostPort != 0);
}

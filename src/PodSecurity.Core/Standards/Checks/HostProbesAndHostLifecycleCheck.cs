using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// hostProbesAndHostLifecycle (baseline, from 1.34): the kubelet probes the pod and nothing else in its network.
/// <para>Restricted fields: <c>host</c> in httpGet and tcpSocket of livenessProbe, readinessProbe, startupProbe, lifecycle.postStart and
/// lifecycle.preStop of <c>spec.containers[*]</c>, likewise initContainers and ephemeralContainers.</para>
/// <para>Allowed values: absent, "".</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_hostProbesAndhostLifecycle.go.</remarks>
internal sealed class HostProbesAndHostLifecycleCheck : StandardRule
{
    public static StandardCheck Check { get; } =
        new("hostProbesAndHostLifecycle", PodSecurityLevel.Baseline, new CheckVersion(34, new HostProbesAndHostLifecycleCheck()));

    public override bool Allows(Pod pod) => !pod.HasContainer(NamesHost);

    public override Refusal Explain(Pod pod)
    {
        // Unlike in all other checks, the containers are sorted and each is named once.
        var names = Wording.Sorted(pod.ContainerNames(NamesHost));
        var hosts = Wording.Sorted(pod.AllContainers().SelectMany(container => container.HandlerHosts).Select(handler => handler.Host));
        return new("probe or lifecycle host", $"{Wording.Containers(names)} {Wording.Plural("uses", "use", names.Count)} "
            + $"{Wording.Plural("probe or lifecycle host", "probe or lifecycle hosts", hosts.Count)} {Wording.Quoted(hosts)}");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var place in pod.ContainerPlaces(NamesHost))
        {
            foreach (var handler in place.Container.HandlerHosts)
            {
                patch.Set(place, null, [.. handler.Path.Split('.'), "host"]);
            }
        }
    }

    private static bool NamesHost(Container container) => !ListSpan.Of(container.HandlerHosts).IsEmpty;
}

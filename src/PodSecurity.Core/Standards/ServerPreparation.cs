using PodSecurity.Api;

namespace PodSecurity.Standards;

/// <summary>
/// What the API server makes of an object before Pod Security admission sees it, as far as a check can tell: a volume without a source
/// becomes an emptyDir; of pods, not of templates, host-network ports become host ports and AppArmor annotations fields. As the server
/// of Kubernetes 1.37 does.
/// </summary>
/// <remarks>
/// Source: kubernetes/kubernetes, pkg/apis/core/v1/defaults.go (templates have kept their ports since 1.28) and
/// pkg/registry/core/pod/strategy.go (the annotations, since 1.30).
/// </remarks>
internal static class ServerPreparation
{
    /// <summary>The object's pod as it would be judged; the same pod when there is nothing to do.</summary>
    public static Pod Prepare(Workload workload)
    {
        var pod = WithVolumeSources(workload.Pod);
        return workload.Kind == "Pod" ? WithAppArmorFields(WithHostPorts(pod)) : pod;
    }

    private static Pod WithVolumeSources(Pod pod) => pod.Volumes.All(HasSource) ? pod : pod with
    {
        Volumes = [.. pod.Volumes.Select(volume => HasSource(volume) ? volume : EmptyDir(volume.Name))],
    };

    private static bool HasSource(Volume volume) => volume.Sources != VolumeSources.None;

    private static Volume EmptyDir(string name) => new() { Name = name, Sources = VolumeSources.EmptyDir };

    private static Pod WithHostPorts(Pod pod) => !pod.HostNetwork ? pod : pod with
    {
        InitContainers = [.. pod.InitContainers.Select(container => WithHostPorts(container, pod))],
        Containers = [.. pod.Containers.Select(container => WithHostPorts(container, pod))],
    };

    private static Container WithHostPorts(Container container, Pod pod) =>
        container with { Ports = [.. container.Ports.Select(port => port with { HostPort = pod.HostPortOf(port) })] };

    private static Pod WithAppArmorFields(Pod pod) => pod.Annotations is null || pod.OSName == "windows" ? pod : pod with
    {
        InitContainers = [.. pod.InitContainers.Select(container => WithAppArmorField(container, pod))],
        Containers = [.. pod.Containers.Select(container => WithAppArmorField(container, pod))],
        EphemeralContainers = [.. pod.EphemeralContainers.Select(container => WithAppArmorField(container, pod))],
    };

    /// <summary>The field wins over the annotation; one that says the same as the pod's field is not copied.</summary>
    private static Container WithAppArmorField(Container container, Pod pod)
    {
        var annotation = pod.Annotations!.GetValueOrDefault(ProfileAnnotations.ContainerAppArmorPrefix + container.Name);
        var (own, ofPod) = (container.SecurityContext?.AppArmorProfile, pod.SecurityContext?.AppArmorProfile);
        if (own is not null || FieldOf(annotation) is not { } field || field == ofPod)
        {
            return container;
        }
        return container with { SecurityContext = (container.SecurityContext ?? new()) with { AppArmorProfile = field } };
    }

    private static AppArmorProfile? FieldOf(string? annotation) => annotation switch
    {
        "unconfined" => new("Unconfined"),
        "runtime/default" => new("RuntimeDefault"),
        ['l', 'o', 'c', 'a', 'l', 'h', 'o', 's', 't', '/', .. { Length: > 0 } profile] => new("Localhost", profile),
        _ => null,
    };
}

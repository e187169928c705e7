using System.Text;
using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Impact;

/// <summary>
/// The pod that a controller would create in place of a running one: its template, plus what was injected into the running pod on
/// the way (sidecars and volumes of webhooks, the volumes of a StatefulSet's claims). What the admitting policy wrote into the running
/// pod is not carried over: the next policy starts from the template. Nor is the token volume: the server adds a new one.
/// </summary>
public static class RecreatedPod
{
    public static Pod Combine(Pod template, Pod running) => template with
    {
        Name = running.Name,
        Namespace = running.Namespace,
        Volumes = [.. template.Volumes, .. InjectedVolumes(template, running)],
        InitContainers = Combine(template.InitContainers, running.InitContainers, ServiceAccountToken.Existing(running)),
        Containers = Combine(template.Containers, running.Containers, ServiceAccountToken.Existing(running)),
    };

    /// <summary>Equal for running pods of one template that got the same injections: they need only one verdict.</summary>
    public static string InjectionKey(Pod template, Pod running)
    {
        var key = new StringBuilder(ServiceAccountToken.Existing(running) is null ? "" : "token\n");
        foreach (var volume in InjectedVolumes(template, running))
        {
            key.Append($"volume {volume.Kind} {volume.HostPath} {volume.FlexVolumeDriver} {volume.CsiDriver} "
                + $"{volume.IsServiceAccountTokenProjection}\n");
        }
        foreach (var container in Injected(template.InitContainers, running.InitContainers, container => container.Name))
        {
            key.Append($"init container {container.Name}\n");
        }
        foreach (var container in Injected(template.Containers, running.Containers, container => container.Name))
        {
            key.Append($"container {container.Name}\n");
        }
        return key.ToString();
    }

    /// <summary>
    /// Whether the running pod got volumes or containers that its template does not have; the token's volume is none of them.
    /// </summary>
    public static bool IsInjected(Pod template, Pod running) =>
        InjectedVolumes(template, running).Any()
        || Injected(template.InitContainers, running.InitContainers, container => container.Name).Any()
        || Injected(template.Containers, running.Containers, container => container.Name).Any();

    private static Container[] Combine(IReadOnlyList<Container> template, IReadOnlyList<Container> running, string? token) =>
    [
        .. template.Select(
            own => running.FirstOrDefault(other => other.Name == own.Name) is { } counterpart ? WithMounts(own, counterpart, token) : own),
        .. Injected(template, running, container => container.Name).Select(container => WithMounts(container, container, token)),
    ];

    // Injectors add mounts to containers that the template has.
    private static Container WithMounts(Container container, Container mounted, string? token) =>
        container with { VolumeMounts = [.. mounted.VolumeMounts.Where(mount => mount.Name != token)] };

    private static IEnumerable<Volume> InjectedVolumes(Pod template, Pod running)
    {
        var token = ServiceAccountToken.Existing(running);
        return Injected(template.Volumes, running.Volumes, volume => volume.Name).Where(volume => volume.Name != token);
    }

    private static IEnumerable<T> Injected<T>(IReadOnlyList<T> template, IReadOnlyList<T> running, Func<T, string> name) =>
        running.Where(item => !template.Any(own => name(own) == name(item)));
}

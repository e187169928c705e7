using System.Text;
using PodSecurity.Admission;

namespace PodSecurity.Change;

/// <summary>
/// The pod that a controller would create in place of a running one: its template, plus what was injected into the running pod on
/// the way (the token volume of its service account, sidecars and volumes of webhooks). What the admitting policy wrote into the
/// running pod is not carried over: the next policy starts from the template.
/// </summary>
public static class RecreatedPod
{
    public static Pod Combine(Pod template, Pod running) => new()
    {
        Name = running.Name,
        GenerateName = template.GenerateName,
        Namespace = running.Namespace,
        Annotations = template.Annotations,
        ServiceAccountName = template.ServiceAccountName,
        AutomountServiceAccountToken = template.AutomountServiceAccountToken,
        HostNetwork = template.HostNetwork,
        HostPID = template.HostPID,
        HostIPC = template.HostIPC,
        RuntimeClassName = template.RuntimeClassName,
        SecurityContext = template.SecurityContext,
        Volumes = [.. template.Volumes, .. Injected(template.Volumes, running.Volumes, volume => volume.Name)],
        InitContainers = Combine(template.InitContainers, running.InitContainers),
        Containers = Combine(template.Containers, running.Containers),
    };

    /// <summary>Equal for running pods of one template that got the same injections: they need only one verdict.</summary>
    public static string InjectionKey(Pod template, Pod running)
    {
        var key = new StringBuilder();
        // The names of token volumes differ from pod to pod; what they are does not.
        foreach (var volume in Injected(template.Volumes, running.Volumes, volume => volume.Name))
            key.Append($"v {volume.Kind} {volume.HostPath} {volume.FlexVolumeDriver} {volume.CsiDriver} {volume.IsServiceAccountTokenProjection}\n");
        foreach (var container in Injected(template.InitContainers, running.InitContainers, container => container.Name))
            key.Append($"i {container.Name}\n");
        foreach (var container in Injected(template.Containers, running.Containers, container => container.Name))
            key.Append($"c {container.Name}\n");
        return key.ToString();
    }

    private static Container[] Combine(IReadOnlyList<Container> template, IReadOnlyList<Container> running) =>
    [
        .. template.Select(own => running.FirstOrDefault(other => other.Name == own.Name) is { } counterpart ? WithMountsOf(counterpart, own) : own),
        .. Injected(template, running, container => container.Name),
    ];

    // Injectors add mounts to containers that the template has.
    private static Container WithMountsOf(Container running, Container own) =>
        new() { Name = own.Name, Ports = own.Ports, VolumeMounts = running.VolumeMounts, SecurityContext = own.SecurityContext };

    private static IEnumerable<T> Injected<T>(IReadOnlyList<T> template, IReadOnlyList<T> running, Func<T, string> name) =>
        running.Where(item => !template.Any(own => name(own) == name(item)));
}

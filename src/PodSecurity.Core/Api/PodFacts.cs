using PodSecurity.Manifests;

namespace PodSecurity.Api;

/// <summary>What a pod says of itself, with what the API server takes for granted where the pod says nothing.</summary>
internal static class PodFacts
{
    /// <summary>The service account of pods that name none.</summary>
    public const string DefaultServiceAccount = "default";

    /// <summary>Whether the pod is what a kubelet shows of a static pod.</summary>
    public static bool IsMirror(this Pod pod) => pod.Annotations?.ContainsKey(PodAnnotations.Mirror) == true;

    /// <summary>The service account that the server gives the pod.</summary>
    public static string ServiceAccountOrDefault(this Pod pod) =>
        pod.ServiceAccountName is { Length: > 0 } name ? name : DefaultServiceAccount;

    /// <summary>The service account whose rights count; null for the mirror of a static pod, to which the server gives none.</summary>
    public static string? EffectiveServiceAccount(this Pod pod) =>
        pod.IsMirror() && string.IsNullOrEmpty(pod.ServiceAccountName) ? null : pod.ServiceAccountOrDefault();

    /// <summary>All three kinds, in the order init, main, ephemeral.</summary>
    public static IEnumerable<Container> AllContainers(this Pod pod) =>
        pod.InitContainers.Concat(pod.Containers).Concat(pod.EphemeralContainers);

    /// <summary>
    /// The port of the node that a container's port takes; 0 for none. On the host's network every port is one of the node.
    /// </summary>
    public static int HostPortOf(this Pod pod, ContainerPort port) =>
        port.HostPort == 0 && pod.HostNetwork ? port.ContainerPortNumber : port.HostPort;
}

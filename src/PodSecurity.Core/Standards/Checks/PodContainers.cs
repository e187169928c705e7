using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>The containers of a pod, all three kinds in the order of the standards: init, main, ephemeral.</summary>
internal static class PodContainers
{
    public static bool HasContainer(this Pod pod, Func<Container, bool> predicate) =>
        ListSpan.Any(pod.Containers, predicate)
        || ListSpan.Any(pod.InitContainers, predicate)
        || ListSpan.Any(pod.EphemeralContainers, predicate);

    /// <summary>The names of those that match, in order and repeated as they are.</summary>
    public static List<string> ContainerNames(this Pod pod, Func<Container, bool> predicate) =>
        [.. pod.AllContainers().Where(predicate).Select(container => container.Name)];

    /// <summary>Those that match, with their places in the pod's spec.</summary>
    public static IEnumerable<ContainerPlace> ContainerPlaces(this Pod pod, Func<Container, bool> predicate) =>
        Places("initContainers", pod.InitContainers)
            .Concat(Places("containers", pod.Containers))
            .Concat(Places("ephemeralContainers", pod.EphemeralContainers))
            .Where(place => predicate(place.Container));

    private static IEnumerable<ContainerPlace> Places(string list, IReadOnlyList<Container> containers) =>
        containers.Select((container, index) => new ContainerPlace(list, index, container));
}

/// <summary>A container and where it is in the pod's spec.</summary>
/// <param name="List"><c>initContainers</c>, <c>containers</c> or <c>ephemeralContainers</c>.</param>
internal readonly record struct ContainerPlace(string List, int Index, Container Container);

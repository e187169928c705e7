using PodSecurity.Api;

namespace PodSecurity.Standards.Labels;

/// <summary>Which updates of a pod are judged: those that can bring in code. All else of a pod that decides is immutable.</summary>
internal static class PodUpdate
{
    public static bool Counts(Pod before, Pod after) =>
        ImagesDiffer(before.Containers, after.Containers)
        || ImagesDiffer(before.InitContainers, after.InitContainers)
        || after.EphemeralContainers.Any(container => IsNew(container, before.EphemeralContainers));

    private static bool ImagesDiffer(IReadOnlyList<Container> before, IReadOnlyList<Container> after) =>
        !before.Select(container => container.Image).SequenceEqual(after.Select(container => container.Image));

    private static bool IsNew(Container container, IReadOnlyList<Container> before) =>
        before.FirstOrDefault(old => old.Name == container.Name)?.Image != container.Image;
}

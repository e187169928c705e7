using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Admission;

/// <summary>
/// Pods as a server of a release reads them: what it does not know, or drops before a policy sees it, is gone. Only fields on which a
/// verdict depends count here; the stored pod is made from the manifest.
/// </summary>
internal sealed class ReceivedPod(KubernetesRelease release)
{
    private readonly bool _keepsAll = release.Has(ReleaseFeatures.SeccompFields);
    private readonly bool _keepsGroup = release.Has(ReleaseFeatures.RunAsGroup);
    private readonly bool _keepsCsi = release.Has(ReleaseFeatures.CsiVolumeType);
    private readonly bool _showsEphemeralContainers = release.Has(ReleaseFeatures.EphemeralContainersDefaulted);
    private readonly bool _keepsEphemeralContainers = release.Has(ReleaseFeatures.EphemeralContainers);

    /// <summary>A pod that is created; the same pod when there is nothing to drop.</summary>
    public Pod Of(Pod pod) => _keepsAll ? pod : Reduced(pod);

    /// <summary>A pod that is updated: fields of switched-off features are gone before it is judged.</summary>
    public Pod OfUpdate(Pod pod)
    {
        pod = Of(pod);
        return _keepsEphemeralContainers || pod.EphemeralContainers.Count == 0 ? pod : pod with { EphemeralContainers = [] };
    }

    private Pod Reduced(Pod pod)
    {
        var context = Reduced(pod.SecurityContext);
        var volumes = Map(pod.Volumes, Reduced);
        var initContainers = Map(pod.InitContainers, Reduced);
        var containers = Map(pod.Containers, Reduced);
        var ephemeralContainers = _showsEphemeralContainers || pod.EphemeralContainers.Count == 0 ? pod.EphemeralContainers : [];
        return ReferenceEquals(context, pod.SecurityContext) && ReferenceEquals(volumes, pod.Volumes)
            && ReferenceEquals(initContainers, pod.InitContainers) && ReferenceEquals(containers, pod.Containers)
            && ReferenceEquals(ephemeralContainers, pod.EphemeralContainers)
            ? pod
            : pod with
            {
                SecurityContext = context,
                Volumes = volumes,
                InitContainers = initContainers,
                Containers = containers,
                EphemeralContainers = ephemeralContainers,
            };
    }

    private PodLevelSecurityContext? Reduced(PodLevelSecurityContext? context) =>
        context is null or { SeccompProfile: null, RunAsGroup: null } ? context : context with
        {
            SeccompProfile = null,
            RunAsGroup = _keepsGroup ? context.RunAsGroup : null,
        };

    private Container Reduced(Container container) =>
        container.SecurityContext is not { } context || context is { SeccompProfile: null, RunAsGroup: null } ? container : container with
        {
            SecurityContext = context with { SeccompProfile = null, RunAsGroup = _keepsGroup ? context.RunAsGroup : null },
        };

    // A volume without a source that the server knows is an emptyDir.
    private Volume Reduced(Volume volume) =>
        volume.Kind == VolumeTypes.Ephemeral || (volume.Kind == VolumeTypes.Csi && !_keepsCsi)
            ? new Volume { Name = volume.Name, Sources = VolumeSources.EmptyDir }
            : volume;

    private static IReadOnlyList<T> Map<T>(IReadOnlyList<T> items, Func<T, T> change)
        where T : class
    {
        T[]? changed = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (change(items[i]) is var item && !ReferenceEquals(item, items[i]))
            {
                changed ??= [.. items];
                changed[i] = item;
            }
        }
        return changed ?? items;
    }
}

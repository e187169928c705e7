using PodSecurity.Api;

namespace PodSecurity.Coverage;

/// <summary>The host paths that pods use, read-only where every mount is.</summary>
internal static class UsedHostPaths
{
    public static AllowedHostPathList For(IEnumerable<Pod> pods)
    {
        return [.. pods
            .SelectMany(
                pod => pod.Volumes.Where(volume => volume.HostPath is not null).Select(
                    volume => (Path: Normal(volume.HostPath!), ReadOnly: OnlyRead(pod, volume))))
            .GroupBy(use => use.Path, use => use.ReadOnly, StringComparer.Ordinal)
            .OrderBy(use => use.Key, StringComparer.Ordinal)
            .Select(use => new AllowedHostPath { PathPrefix = use.Key, ReadOnly = use.All(readOnly => readOnly) })];
    }

    private static string Normal(string path) => path.Length > 1 ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path;

    private static bool OnlyRead(Pod pod, Volume volume) =>
        pod.AllContainers().SelectMany(container => container.VolumeMounts).All(mount => mount.Name != volume.Name || mount.ReadOnly);
}

using PodSecurity.Api;

namespace PodSecurity.Validation.Warnings;

/// <summary>Namespaces, ports and paths of the node.</summary>
internal static class HostWarnings
{
    public static IEnumerable<Remark> Network(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.HostNetwork, "spec.hostNetwork",
        "Pods may use the node's network: they reach services that listen on the node only, and network policies do not hold them.");

    public static IEnumerable<Remark> ProcessIds(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.HostPID, "spec.hostPID",
        "Pods may see every process of the node; with SYS_PTRACE or as root they can read their environment and memory.");

    public static IEnumerable<Remark> Ipc(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.HostIPC, "spec.hostIPC", "Pods may read and write shared memory of the node's processes.");

    public static IEnumerable<Remark> NetworkWithoutPorts(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.HostNetwork && policy.Spec.HostPorts is null or { Count: 0 }, "spec.hostPorts",
        "On the node's network every port that a container declares is a host port, and none is allowed: only pods that declare no port "
        + "pass.");

    public static IEnumerable<Remark> UselessPortRanges(PodSecurityPolicy policy) =>
        (policy.Spec.HostPorts ?? []).Select((range, index) => (range, index))
            .Where(item => item.range.Min > item.range.Max || item.range.Max < 1 || item.range.Min > ushort.MaxValue)
            .Select(item => new Remark(
                $"spec.hostPorts[{item.index}]", $"The range {item.range.Min}-{item.range.Max} holds no port that a pod can take."));

    public static IEnumerable<Remark> AnyPath(PodSecurityPolicy policy)
    {
        if (!AllowsHostPath(policy))
        {
            return [];
        }
        var paths = policy.Spec.AllowedHostPaths ?? [];
        return Remark.When(
            paths.Count == 0 || paths.Any(path => path is { ReadOnly: false, PathPrefix: "/" }), "spec.allowedHostPaths",
            "Pods may mount any path of the node and write to it: that is root on the node. List the paths that are needed, read-only.");
    }

    public static IEnumerable<Remark> WritablePaths(PodSecurityPolicy policy) =>
        AllowsHostPath(policy)
            ? (policy.Spec.AllowedHostPaths ?? []).Select((path, index) => (path, index))
                .Where(item => item.path is { ReadOnly: false, PathPrefix: not "/" })
                .Select(item => new Remark($"spec.allowedHostPaths[{item.index}]",
                    $"Pods may write below {item.path.PathPrefix}; a symbolic link made there leads out of it to any path of the node. Set "
                    + "readOnly if reading is enough."))
            : [];

    public static IEnumerable<Remark> RelativePaths(PodSecurityPolicy policy) =>
        (policy.Spec.AllowedHostPaths ?? []).Select((path, index) => (path, index))
            .Where(item => item.path.PathPrefix is { Length: > 0 } prefix && !prefix.StartsWith('/'))
            .Select(item => new Remark(
                $"spec.allowedHostPaths[{item.index}]",
                    $"'{item.path.PathPrefix}' does not start with '/', so no path of a pod is below it."));

    private static bool AllowsHostPath(PodSecurityPolicy policy) => VolumeWarnings.Allows(policy, VolumeTypes.HostPath);
}

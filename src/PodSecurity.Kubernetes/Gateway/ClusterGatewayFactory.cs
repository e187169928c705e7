using PodSecurity.Cluster;
using PodSecurity.Kubernetes.KubeConfig;
using PodSecurity.Kubernetes.Snapshots;
using PodSecurity.Kubernetes.Targets;

namespace PodSecurity.Kubernetes.Gateway;

/// <summary>Opens the cluster or the snapshot that a user means.</summary>
public static class ClusterGatewayFactory
{
    /// <summary>Reads the configuration; the server is first asked, and a credential plugin first run, when the gateway is used.</summary>
    /// <param name="log">Called from any thread.</param>
    /// <exception cref="ClusterException">Configuration.</exception>
    public static async Task<IClusterGateway> ConnectAsync(
        ClusterConnectionOptions options, IClusterLog log, CancellationToken cancellationToken)
    {
        if (options.Snapshot is { } path)
        {
            return new SnapshotGateway(path);
        }
        // Not on this thread: opening a file of a network that does not answer cannot be ended, only left alone.
        var resolve = Task.Run(
            () => ClusterTargetResolver.Resolve(options, KubeEnvironment.Current(options.WorkingFolder), log), cancellationToken);
        return new LiveClusterGateway(new(await resolve.WaitAsync(cancellationToken).ConfigureAwait(false), options.RequestTimeout, log));
    }
}

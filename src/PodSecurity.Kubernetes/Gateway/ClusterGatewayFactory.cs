using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Http;
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
    public static Task<IClusterGateway> ConnectAsync(ClusterConnectionOptions options, IClusterLog log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options.Snapshot is { } path)
            return Task.FromResult<IClusterGateway>(new SnapshotGateway(path));

        var target = ClusterTargetResolver.Resolve(options, KubeEnvironment.Current, log);
        return Task.FromResult<IClusterGateway>(new LiveClusterGateway(new ApiClient(target, options.RequestTimeout, log)));
    }
}

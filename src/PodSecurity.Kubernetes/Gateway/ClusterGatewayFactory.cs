using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.Gateway;

/// <summary>Opens the cluster or the snapshot that a user named.</summary>
public static class ClusterGatewayFactory
{
    /// <exception cref="ClusterException">The configuration is wrong or no credential can be had.</exception>
    public static Task<IClusterGateway> ConnectAsync(ClusterConnectionOptions options, IClusterLog log, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

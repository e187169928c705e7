using PodSecurity.Cluster;

namespace PodSecurity.Verdicts;

/// <summary>The release of a cluster, as its server says.</summary>
public static class ClusterRelease
{
    /// <summary>
    /// The release that judges there: the nearest one with policies when the server's is none of these. Null when the server does not say.
    /// </summary>
    public static async Task<KubernetesRelease?> ReadAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        var version = await gateway.ServerVersionAsync(cancellationToken).ConfigureAwait(false);
        return KubernetesRelease.Find(version)
            ?? (KubernetesRelease.IsAfterPolicies(version) ? KubernetesRelease.Newest
                : KubernetesRelease.IsBeforeKnown(version) ? KubernetesRelease.Oldest
                : null);
    }
}

using PodSecurity.Api;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>The objects of a cluster that files describe.</summary>
internal interface ISnapshotSource
{
    /// <summary>The version of the cluster; null when the files do not say.</summary>
    string? KubernetesVersion { get; }

    /// <summary>Whether a cluster object of this type could be in the files.</summary>
    bool Holds(ResourceType type);

    /// <exception cref="Cluster.ClusterException">The files say nothing about this type, and without it answers would be
    /// wrong.</exception>
    IEnumerable<ManifestDocument> Find(ResourceType type, Func<ObjectHeader, bool> filter, CancellationToken cancellationToken);
}

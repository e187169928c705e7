using System.IO.Compression;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>
/// What a snapshot file holds. Pods, by far the most, stay in the file and are read again whenever they are asked for; everything else
/// is kept.
/// </summary>
internal sealed class SnapshotIndex
{
    // Of plain kubectl output nobody knows whether a kind was left out or there was none. Every cluster has these.
    private static readonly ResourceType[] InEveryCluster = [ResourceTypes.ClusterRoles, ResourceTypes.ClusterRoleBindings];

    /// <summary>What is kept in memory, which is all but pods: the policies, roles and templates of the largest clusters are a tenth of it.</summary>
    private const long MostBytes = 512 * 1024 * 1024;

    private readonly string _path;
    private readonly string _origin;
    private readonly Dictionary<(string ApiVersion, string Kind), List<(ObjectHeader Header, ManifestDocument Document)>> _objects = [];
    private SnapshotHeader? _header;
    private bool _hasPods;
    private bool _hasOthers;
    private long _bytes;

    private SnapshotIndex(string path, string origin) => (_path, _origin) = (path, origin);

    /// <exception cref="ClusterException">The file cannot be read or holds nothing of a cluster.</exception>
    public static SnapshotIndex Read(string path, string origin, CancellationToken cancellationToken)
    {
        var index = new SnapshotIndex(path, origin);
        foreach (var document in index.Documents(cancellationToken))
        {
            index.Add(document);
        }
        return index._hasPods || index._hasOthers || index._header is not null
            ? index
            : throw new ClusterException(ClusterFailure.Configuration, $"{origin} holds no object of a cluster. A snapshot is made by Export-PodSecuritySnapshot or by 'kubectl get ... -o json'.");
    }

    /// <summary>Whether a cluster object of this type could be in the file: exported, or present.</summary>
    public bool Holds(ResourceType type) => _header?.Holds(type) ?? Has(type);

    /// <exception cref="ClusterException">The file says nothing about this type, and without it answers would be wrong.</exception>
    public IEnumerable<ManifestDocument> Find(ResourceType type, Func<ObjectHeader, bool> filter, CancellationToken cancellationToken)
    {
        EnsureHeld(type);
        if (type == ResourceTypes.Pods)
        {
            return Documents(cancellationToken).Where(document => ObjectHeader.Read(document) is { Kind: "Pod" } header && filter(header));
        }
        return _objects.TryGetValue((type.ApiVersion, type.Kind), out var held)
            ? held.Where(item => filter(item.Header)).Select(item => item.Document)
            : [];
    }

    private void EnsureHeld(ResourceType type)
    {
        var missing = _header is not null ? !_header.Holds(type) : InEveryCluster.Contains(type) && !Has(type);
        if (!missing)
        {
            return;
        }
        throw type == ResourceTypes.PodSecurityPolicies
            ? new ClusterException(ClusterFailure.PspApiNotServed, $"The cluster of snapshot {_origin} does not serve PodSecurityPolicy (policy/v1beta1).")
            : new ClusterException(ClusterFailure.NotSupported, $"Snapshot {_origin} holds no {type}. Make one with Export-PodSecuritySnapshot, or add the output of 'kubectl get {type} --all-namespaces -o json'.");
    }

    private bool Has(ResourceType type) => type == ResourceTypes.Pods ? _hasPods : _objects.ContainsKey((type.ApiVersion, type.Kind));

    private void Add(ManifestDocument document)
    {
        var header = ObjectHeader.Read(document);
        switch (header.Kind)
        {
            case SnapshotHeader.Kind:
                _header = SnapshotHeader.Parse(document);
                break;
            case "Pod":
                _hasPods = true;
                break;
            case "Secret":
                break;
            default:
                _hasOthers = true;
                // Nobody asks for other types than these.
                if (ResourceTypes.Find(header.ApiVersion, header.Kind) is not null)
                {
                    Keep(header, document);
                }
                break;
        }
    }

    private void Keep(ObjectHeader header, ManifestDocument document)
    {
        _bytes += document.Json.Length;
        if (_bytes > MostBytes)
        {
            throw new ClusterException(
                ClusterFailure.Configuration, $"{_origin} holds more than {MostBytes / (1024 * 1024)} MB of objects besides pods, which no cluster has.");
        }
        // A copy, so that a kept object does not keep the part of the file that it was cut from.
        Held(header).Add((header, document with { Json = document.Json.ToArray() }));
    }

    private List<(ObjectHeader Header, ManifestDocument Document)> Held(ObjectHeader header)
    {
        var key = (header.ApiVersion, header.Kind);
        if (!_objects.TryGetValue(key, out var held))
        {
            _objects.Add(key, held = []);
        }
        return held;
    }

    private IEnumerable<ManifestDocument> Documents(CancellationToken cancellationToken) =>
        ManifestReader.ReadStream(Open(), _origin, ManifestReader.Throw, cancellationToken);

    private Stream Open()
    {
        var file = RegularFile.OpenRead(_path);
        return _path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}

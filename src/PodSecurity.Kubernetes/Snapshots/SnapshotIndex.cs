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
internal sealed class SnapshotIndex : ISnapshotSource
{
    // Of plain kubectl output nobody knows whether a kind was left out or there was none. Every cluster has these.
    private static readonly ResourceType[] InEveryCluster = [ResourceTypes.ClusterRoles, ResourceTypes.ClusterRoleBindings];

    /// <summary>
    /// What is kept in memory, which is all but pods: the policies, roles and templates of the largest clusters are a tenth of it.
    /// </summary>
    private const long MostBytes = 512 * 1024 * 1024;

    private readonly string _path;
    private readonly string _origin;
    private readonly (long Length, DateTime Written) _version;
    private readonly Dictionary<(string ApiVersion, string Kind), List<(ObjectHeader Header, ManifestDocument Document)>> _objects = [];
    private SnapshotHeader? _header;
    private bool _hasPods;
    private bool _hasOthers;
    private long _bytes;
    private bool _isExported;
    private int _count;

    private SnapshotIndex(string path, string origin)
    {
        (_path, _origin) = (path, origin);
        _version = Version();
    }

    /// <exception cref="ClusterException">The file holds nothing of a cluster.</exception>
    /// <exception cref="ManifestException">The file cannot be read, or was exported and is not whole any more.</exception>
    public static SnapshotIndex Read(string path, string origin, CancellationToken cancellationToken)
    {
        var index = new SnapshotIndex(path, origin);
        using var input = index.Open();
        foreach (var document in index.Documents(input, cancellationToken))
        {
            index.Add(document);
        }
        // Of the output of kubectl, which has no mark, only cut JSON shows.
        if ((index._isExported || input.HasMark) && input.MarkedObjects != index._count)
        {
            throw new ManifestException(
                "SnapshotIncomplete",
                $"Snapshot {origin} is not whole: it was cut off, or changed, or written by the first release. Export it again.",
                new(origin));
        }
        return index._hasPods || index._hasOthers || index._header is not null
            ? index
            : throw new ClusterException(
                ClusterFailure.Configuration,
                    $"{origin} holds no object of a cluster. A snapshot is made by Export-PodSecuritySnapshot or by 'kubectl get ... -o "
                    + "json'.");
    }

    /// <summary>The version of the cluster's server; null when the file does not say.</summary>
    public string? KubernetesVersion => _header?.KubernetesVersion;

    /// <summary>Whether a cluster object of this type could be in the file: exported, or present.</summary>
    public bool Holds(ResourceType type) => _header?.Holds(type) ?? Has(type);

    /// <exception cref="ClusterException">The file says nothing about this type, and without it answers would be wrong.</exception>
    public IEnumerable<ManifestDocument> Find(ResourceType type, Func<ObjectHeader, bool> filter, CancellationToken cancellationToken)
    {
        EnsureHeld(type);
        if (type == ResourceTypes.Pods)
        {
            return Documents(Reopen(), cancellationToken).Where(
                document => ObjectHeader.Read(document) is { Kind: "Pod" } header && filter(header));
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
            ? new ClusterException(
                ClusterFailure.PspApiNotServed, $"The cluster of snapshot {_origin} does not serve PodSecurityPolicy (policy/v1beta1).")
            : new ClusterException(
                ClusterFailure.NotSupported,
                    $"Snapshot {_origin} holds no {type}. Make one with Export-PodSecuritySnapshot, or add the output of 'kubectl get "
                    + $"{type} --all-namespaces -o json'.");
    }

    private bool Has(ResourceType type) => type == ResourceTypes.Pods ? _hasPods : _objects.ContainsKey((type.ApiVersion, type.Kind));

    private void Add(ManifestDocument document)
    {
        var header = ObjectHeader.Read(document);
        if (header.ApiVersion == EndMark.ApiVersion || header.Kind is SnapshotHeader.Kind or EndMark.Kind)
        {
            _isExported = true;
            _header ??= header.Kind == SnapshotHeader.Kind ? SnapshotHeader.Parse(document) : null;
            return;
        }
        _count++;
        switch (header.Kind)
        {
            case "Pod":
                _hasPods = true;
                break;
            case "Secret" or "List":
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
                ClusterFailure.Configuration,
                    $"{_origin} holds more than {MostBytes / (1024 * 1024)} MB of objects besides pods, which no cluster has.");
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

    private IEnumerable<ManifestDocument> Documents(Stream input, CancellationToken cancellationToken) =>
        ManifestReader.ReadStream(input, _origin, ManifestReader.Throw, cancellationToken);

    private MarkedInput Open()
    {
        var file = RegularFile.OpenRead(_path);
        var text = ManifestEncoding.ToUtf8(IsCompressed ? new GzipInput(file) : file);
        return new(text, SnapshotHeader.JsonEnding, SnapshotHeader.YamlEnding);
    }

    // Pods of another file would be judged by the rules of this one.
    private MarkedInput Reopen() => Version() == _version ? Open() : throw new ManifestException(
        "SnapshotIncomplete", $"Snapshot {_origin} was replaced while it was being read. Repeat the command.", new(_origin));

    private (long Length, DateTime Written) Version() =>
        new FileInfo(_path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : default;

    private bool IsCompressed => _path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
}

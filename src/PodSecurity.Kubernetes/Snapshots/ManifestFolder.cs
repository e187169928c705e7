using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>
/// The cluster that <c>kubectl apply -R -f FOLDER</c> would make of nothing: what no manifest describes is not there, an object that is
/// described twice is as the last says, and one without a namespace is in the namespace default.
/// </summary>
internal sealed class ManifestFolder : ISnapshotSource
{
    private const string DefaultNamespace = "default";

    private readonly Dictionary<(ResourceType Type, string? Namespace, string Name), (ObjectHeader Header, ManifestDocument Document)>
        _objects = [];

    private ManifestFolder()
    {
    }

    public string? KubernetesVersion => null;

    /// <exception cref="ClusterException">The folder holds nothing of a cluster, or cannot be read.</exception>
    /// <exception cref="ManifestException">A manifest cannot be read.</exception>
    public static ManifestFolder Read(string path, CancellationToken cancellationToken)
    {
        var folder = new ManifestFolder();
        var walk = new FolderWalk((_, error) => ExceptionDispatchInfo.Throw(error));
        foreach (var document in walk.Files(path).SelectMany(
            file => ManifestReader.ReadFile(file, Path.GetRelativePath(path, file), ManifestReader.Throw, cancellationToken)))
        {
            folder.Add(document);
        }
        return folder._objects.Count > 0 ? folder : throw new ClusterException(
            ClusterFailure.Configuration, $"The folder {path} holds no manifest of an object that decides about pods, or makes them.");
    }

    public bool Holds(ResourceType type) => true;

    public IEnumerable<ManifestDocument> Find(ResourceType type, Func<ObjectHeader, bool> filter, CancellationToken cancellationToken) =>
        _objects.Where(item => item.Key.Type == type && filter(item.Value.Header)).Select(item => item.Value.Document);

    private void Add(ManifestDocument document)
    {
        var header = ObjectHeader.Read(document);
        if (TypeOf(header) is not { } type)
        {
            return;
        }
        if (type.Namespaced && header.Namespace is null)
        {
            (header, document) = (header with { Namespace = DefaultNamespace }, InDefaultNamespace(document));
        }
        _objects[(type, header.Namespace, header.Name)] = (header, document with { Json = document.Json.ToArray() });
    }

    /// <summary>The server serves an object in all versions of its API, and old ones in the groups that they came from.</summary>
    private static ResourceType? TypeOf(ObjectHeader header)
    {
        var group = header.ApiVersion.Split('/')[0];
        string[] served = group == "extensions"
            ? [.. ResourceTypes.PolicyGroups.Select(name => $"{name}/v1beta1"), "apps/v1"]
            : [$"{group}/v1", header.ApiVersion];
        return served.Select(apiVersion => ResourceTypes.Find(apiVersion, header.Kind)).FirstOrDefault(type => type is not null);
    }

    private static ManifestDocument InDefaultNamespace(ManifestDocument document)
    {
        var body = ManifestBody.Read(document);
        if (body["metadata"] is JsonObject metadata)
        {
            metadata["namespace"] = DefaultNamespace;
        }
        return document with { Json = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }
}

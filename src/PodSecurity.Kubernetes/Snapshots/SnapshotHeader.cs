using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;
using PodSecurity.Kubernetes.Files;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>
/// The first item of an exported snapshot. Says what was exported, so that "none in the cluster" and "not asked for" differ.
/// </summary>
internal sealed record SnapshotHeader(string Cluster, DateTimeOffset Taken, IReadOnlySet<string> Resources)
{
    public const string Kind = "PodSecuritySnapshot";

    /// <summary>What follows the end mark, which is the last item.</summary>
    public const string JsonEnding = "\n]}\n";

    /// <inheritdoc cref="JsonEnding"/>
    public const string YamlEnding = "\n";

    /// <summary>The version of the cluster's server; null when it did not say.</summary>
    public string? KubernetesVersion { get; init; }

    public SnapshotHeader(ClusterIdentity cluster, DateTimeOffset taken, IEnumerable<ResourceType> types)
        : this(cluster.ToString(), taken, types.Select(NameOf).ToHashSet())
    {
    }

    public bool Holds(ResourceType type) => Resources.Contains(NameOf(type));

    public JsonObject ToJson()
    {
        var header = Named();
        if (KubernetesVersion is { } version)
        {
            header["kubernetesVersion"] = version;
        }
        return header;
    }

    private JsonObject Named() => new()
    {
        ["apiVersion"] = EndMark.ApiVersion,
        ["kind"] = Kind,
        ["metadata"] = new JsonObject { ["name"] = "snapshot" },
        ["cluster"] = Cluster,
        ["taken"] = Taken.ToString("O"),
        ["resources"] = new JsonArray([.. Resources.Select(resource => JsonValue.Create(resource))]),
    };

    public static SnapshotHeader Parse(ManifestDocument document)
    {
        var body = ManifestBody.Read(document);
        var taken = DateTimeOffset.TryParse(
            Text(document, body["taken"], "taken"), System.Globalization.CultureInfo.InvariantCulture, out var time);
        var resources = body["resources"] as JsonArray ?? throw Broken(document, "resources", "a list");
        return new(
            Text(document, body["cluster"], "cluster"),
            taken ? time : throw Broken(document, "taken", "a time"),
            resources.Select(resource => Text(document, resource, "resources")).ToHashSet())
        {
            KubernetesVersion = body["kubernetesVersion"] is { } version ? Text(document, version, "kubernetesVersion") : null,
        };
    }

    private static string Text(ManifestDocument document, JsonNode? value, string field) =>
        value is JsonValue text && text.TryGetValue<string>(out var result) ? result : throw Broken(document, field, "text");

    private static ManifestException Broken(ManifestDocument document, string field, string expected) => new(
        "ManifestFieldInvalid",
            $"{document.Source}: {field}: expected {expected}; the snapshot says here what it holds, so it cannot be used without",
                document.Source);

    private static string NameOf(ResourceType type) => $"{type.ApiVersion}/{type.Plural}";
}

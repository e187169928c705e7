using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>The first item of an exported snapshot. Says what was exported, so that "none in the cluster" and "not asked for" differ.</summary>
internal sealed record SnapshotHeader(string Cluster, DateTimeOffset Taken, IReadOnlySet<string> Resources)
{
    public const string Kind = "PodSecuritySnapshot";

    public SnapshotHeader(ClusterIdentity cluster, DateTimeOffset taken, IEnumerable<ResourceType> types)
        : this(cluster.ToString(), taken, types.Select(NameOf).ToHashSet())
    {
    }

    public bool Holds(ResourceType type) => Resources.Contains(NameOf(type));

    public JsonObject ToJson() => new()
    {
        ["apiVersion"] = "podsecurity/v1",
        ["kind"] = Kind,
        ["metadata"] = new JsonObject { ["name"] = "snapshot" },
        ["cluster"] = Cluster,
        ["taken"] = Taken.ToString("O"),
        ["resources"] = new JsonArray([.. Resources.Select(resource => JsonValue.Create(resource))]),
    };

    public static SnapshotHeader Parse(ManifestDocument document)
    {
        var body = JsonNode.Parse(document.Json.Span)!;
        return new(
            (string?)body["cluster"] ?? "",
            DateTimeOffset.TryParse((string?)body["taken"], System.Globalization.CultureInfo.InvariantCulture, out var taken) ? taken : default,
            (body["resources"] as JsonArray ?? []).Select(resource => (string)resource!).ToHashSet());
    }

    private static string NameOf(ResourceType type) => $"{type.ApiVersion}/{type.Plural}";
}

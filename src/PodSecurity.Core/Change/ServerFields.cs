using System.Text.Json.Nodes;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Change;

/// <summary>The fields that the API server writes; they say nothing about what an administrator wants.</summary>
public static class ServerFields
{
    private static readonly string[] Metadata =
        ["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields", "resourceVersion",
            "selfLink", "uid"];

    /// <summary>A copy that another cluster, or this one later, accepts as a new object.</summary>
    public static JsonObject Without(JsonObject body)
    {
        var copy = body.DeepClone().AsObject();
        copy.Remove("status");
        if (copy["metadata"] is JsonObject metadata)
        {
            foreach (var field in Metadata)
            {
                metadata.Remove(field);
            }
        }
        return copy;
    }

    /// <summary>The object as the server gave it.</summary>
    public static JsonObject Read(ManifestDocument document) => ManifestBody.Read(document);

    /// <summary>
    /// The resourceVersion, which guards a write against changes in between; null when the object was not read from a server.
    /// </summary>
    public static string? Version(JsonObject body) => Text(body, "resourceVersion");

    /// <summary>A copy without server fields that the server takes only if the object still has this version.</summary>
    public static JsonObject WithVersion(JsonObject body, string? version)
    {
        var copy = Without(body);
        if (version is not null && copy["metadata"] is JsonObject metadata)
        {
            metadata["resourceVersion"] = version;
        }
        return copy;
    }

    /// <summary>What allows only this very object, unchanged, to be deleted.</summary>
    public static DeletePreconditions Preconditions(JsonObject body) => new(Text(body, "uid"), Version(body));

    /// <summary>Whether both are the same version of the same object.</summary>
    public static bool SameVersion(JsonObject one, JsonObject other) =>
        Version(one) is not null && Preconditions(one) == Preconditions(other);

    /// <summary>Whether the object only waits for its finalizers.</summary>
    public static bool IsBeingDeleted(JsonObject body) => Text(body, "deletionTimestamp") is not null;

    /// <summary>Whether two objects say the same but for server fields; an absent and an empty list, map or null are the same.</summary>
    public static bool SameContent(JsonObject one, JsonObject other) => JsonNode.DeepEquals(Meaningful(one), Meaningful(other));

    /// <summary>A copy without server fields, and without empty lists, maps and nulls; null when nothing is left.</summary>
    internal static JsonNode? Meaningful(JsonObject body) => WithoutEmpty(Without(body));

    private static JsonNode? WithoutEmpty(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var kept = map.Select(field => (field.Key, Value: WithoutEmpty(field.Value))).Where(
                    field => field.Value is not null).ToList();
                return kept.Count == 0 ? null : new JsonObject(kept.Select(field => KeyValuePair.Create(field.Key, field.Value)));
            case JsonArray list:
                return list.Count == 0 ? null : new JsonArray([.. list.Select(WithoutEmpty)]);
            default:
                return node?.DeepClone();
        }
    }

    private static string? Text(JsonObject body, string field) => (string?)body["metadata"]?[field];
}

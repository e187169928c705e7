using System.Text.Json.Nodes;
using PodSecurity.Admission.Storage;

namespace PodSecurity.Change;

/// <summary>The fields that the API server writes; they say nothing about what an administrator wants.</summary>
public static class ServerFields
{
    private static readonly string[] Metadata =
        ["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid"];

    /// <summary>A copy that another cluster, or this one later, accepts as a new object.</summary>
    public static JsonObject Without(JsonObject body)
    {
        var copy = body.DeepClone().AsObject();
        copy.Remove("status");
        if (copy["metadata"] is JsonObject metadata)
            foreach (var field in Metadata)
                metadata.Remove(field);
        return copy;
    }

    /// <summary>Whether two objects say the same but for server fields; an absent and an empty list, map or null are the same.</summary>
    public static bool SameContent(JsonObject one, JsonObject other) => JsonNode.DeepEquals(Meaningful(one), Meaningful(other));

    /// <summary>A copy without server fields, and without empty lists, maps and nulls; null when nothing is left.</summary>
    internal static JsonNode? Meaningful(JsonObject body) => WithoutEmpty(Without(body));

    private static JsonNode? WithoutEmpty(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var kept = map.Select(field => (field.Key, Value: WithoutEmpty(field.Value))).Where(field => field.Value is not null).ToList();
                return kept.Count == 0 ? null : new JsonObject(kept.Select(field => KeyValuePair.Create(field.Key, field.Value)));
            case JsonArray list:
                return list.Count == 0 ? null : new JsonArray([.. list.Select(WithoutEmpty)]);
            default:
                return node?.DeepClone();
        }
    }
}

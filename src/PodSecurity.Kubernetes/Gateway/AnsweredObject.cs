using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Kubernetes.Gateway;

/// <summary>
/// Whether an answer speaks of what was asked. A proxy, a login page or a broken cache may answer with success and something else; nothing
/// of that may pass for the object that a user named.
/// </summary>
internal static class AnsweredObject
{
    /// <summary>The answer as an object; null when it is none.</summary>
    public static JsonObject? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span) as JsonObject is { } answer && IsReadable(answer) ? answer : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether this is the object of that type and name.</summary>
    /// <param name="name">Null: the server chose the name.</param>
    public static bool Is(JsonObject answer, ResourceType type, string? @namespace, string? name) =>
        Text(answer["kind"]) == type.Kind && Text(answer["apiVersion"]) == type.ApiVersion && answer["metadata"] is JsonObject metadata
        && IsReadable(metadata) && (name is null || Text(metadata["name"]) == name)
            && (!type.Namespaced || Text(metadata["namespace"]) == @namespace);

    /// <summary>Whether this says that something was done.</summary>
    public static bool IsSuccess(JsonObject answer) => Text(answer["kind"]) == "Status" && Text(answer["status"]) == "Success";

    // An object that has a field twice cannot be read, which shows when a field is first asked for.
    private static bool IsReadable(JsonObject map)
    {
        try
        {
            _ = map.ContainsKey("kind");
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

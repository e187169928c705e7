using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Change;

namespace PodSecurity;

/// <summary>A field in which two versions of an object differ; a list counts as one field.</summary>
/// <param name="Path">For example <c>spec.runAsUser.rule</c>; a key with dots in brackets:
/// <c>metadata.labels[example.com/team]</c>.</param>
/// <param name="Before">Null when the field is absent.</param>
/// <param name="After">Null when the field is absent.</param>
public sealed record FieldDifference(string Path, JsonNode? Before, JsonNode? After)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The differences in document order; server fields and the difference between absent and empty do not count.</summary>
    public static IReadOnlyList<FieldDifference> Between(JsonObject before, JsonObject after) =>
        [.. Between("", ServerFields.Meaningful(before), ServerFields.Meaningful(after))];

    private static IEnumerable<FieldDifference> Between(string path, JsonNode? before, JsonNode? after) => (before, after) switch
    {
        (JsonObject or null, JsonObject or null) =>
            Keys(before).Union(Keys(after)).SelectMany(key => Between(Child(path, key), before?[key], after?[key])),
        _ when JsonNode.DeepEquals(before, after) => [],
        _ => [new(path, before, after)],
    };

    private static IEnumerable<string> Keys(JsonNode? node) => node is JsonObject map ? map.Select(field => field.Key) : [];

    private static string Child(string path, string key) =>
        path.Length == 0 ? key : key.Contains('.') || key.Contains('/') ? $"{path}[{key}]" : $"{path}.{key}";

    public override string ToString() => $"{Path}: {Text(Before)} -> {Text(After)}";

    private static string Text(JsonNode? value) => value?.ToJsonString(Compact) ?? "(none)";
}

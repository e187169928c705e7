using System.Text.Json;

namespace PodSecurity.Validation.Rules;

/// <summary>Reads fields that the model keeps as they came. A value of the wrong type counts as absent: decoding has judged it.</summary>
internal static class UnmodelledFields
{
    public static string Text(this ObjectMetadata metadata, string field) =>
        metadata.Find(field) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public static long? Number(this ObjectMetadata metadata, string field) =>
        metadata.Find(field) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static IEnumerable<JsonElement> Items(this ObjectMetadata metadata, string field) =>
        metadata.Find(field) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public static string Text(this JsonElement item, string field) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    public static bool IsTrue(this JsonElement item, string field) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    private static JsonElement? Find(this ObjectMetadata metadata, string field) =>
        metadata.UnknownJson?.TryGetValue(field, out var value) is true ? value : null;
}

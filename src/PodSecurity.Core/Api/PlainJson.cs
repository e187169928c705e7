using System.Text.Json;

namespace PodSecurity.Api;

/// <summary>JSON as plain .NET values: dictionaries, arrays, text, numbers (whole ones as long), flags, null.</summary>
internal static class PlainJson
{
    public static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().DistinctBy(field => field.Name).ToDictionary(
            field => field.Name, field => Value(field.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}

using System.Management.Automation;
using System.Text.Json;

namespace PodSecurity.Formatting;

/// <summary>Shows JSON as ConvertFrom-Json does.</summary>
internal static class JsonView
{
    public static object? ToObject(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ToCustomObject(value),
        JsonValueKind.Array => value.EnumerateArray().Select(ToObject).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static PSObject ToCustomObject(JsonElement map)
    {
        var shown = new PSObject();
        foreach (var field in map.EnumerateObject())
        {
            shown.Properties.Add(new PSNoteProperty(field.Name, ToObject(field.Value)));
        }
        return shown;
    }
}

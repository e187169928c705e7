using System.Globalization;
using System.Text.Json.Nodes;

namespace PodSecurity.Admission.Storage;

/// <summary>Finds places in an object by paths such as <c>volumes[].projected.sources[]</c>; JSON Pointers set single fields.</summary>
internal static class JsonPaths
{
    /// <summary>All objects at the path; <c>[]</c> stands for every item of a list, <c>""</c> for the object itself.</summary>
    public static IEnumerable<JsonObject> ObjectsAt(this JsonObject root, string path)
    {
        IEnumerable<JsonObject> found = [root];
        foreach (var step in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            found = step.EndsWith("[]", StringComparison.Ordinal)
                ? found.SelectMany(node => (node[step[..^2]] as JsonArray ?? []).OfType<JsonObject>())
                : found.Select(node => node[step]).OfType<JsonObject>();
        }

        return found.ToList();
    }

    /// <summary>The object in this field, made if it is absent.</summary>
    public static JsonObject Ensure(this JsonObject parent, string field)
    {
        if (parent[field] is not JsonObject child)
        {
            parent[field] = child = [];
        }
        return child;
    }

    /// <summary>Sets the field at a JSON Pointer, making objects on the way; a null value removes it.</summary>
    public static void SetAt(this JsonObject root, string pointer, JsonNode? value)
    {
        var steps = pointer.Split('/')[1..].Select(Unescape).ToArray();
        var owner = steps[..^1].Aggregate<string, JsonNode>(root, Step).AsObject();
        if (value is null)
        {
            owner.Remove(steps[^1]);
        }
        else
        {
            owner[steps[^1]] = value;
        }
    }

    private static JsonNode Step(JsonNode node, string step) => node switch
    {
        JsonArray list => list[int.Parse(step, CultureInfo.InvariantCulture)]!,
        JsonObject map when map[step] is JsonArray list => list,
        _ => node.AsObject().Ensure(step),
    };

    private static string Unescape(string step) =>
        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>Removes nulls and empty lists, which the server does not store.</summary>
    public static void RemoveEmpty(this JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                item.RemoveEmpty();
            }
        }
        else if (node is JsonObject map)
        {
            foreach (var name in map.Where(field => field.Value is null or JsonArray { Count: 0 }).Select(field => field.Key).ToList())
            {
                map.Remove(name);
            }
            foreach (var field in map)
            {
                field.Value.RemoveEmpty();
            }
        }
    }
}

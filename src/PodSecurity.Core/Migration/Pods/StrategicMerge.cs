using System.Text.Json.Nodes;

namespace PodSecurity.Migration.Pods;

/// <summary>
/// Strategic merge, as far as our patches need it: maps are merged, items of a list go together by their name, lists of plain values are
/// replaced, null takes away.
/// </summary>
internal static class StrategicMerge
{
    /// <summary>A copy of the object with the patch.</summary>
    public static JsonObject Apply(JsonObject body, JsonObject patch)
    {
        var merged = body.DeepClone().AsObject();
        Merge(merged, patch);
        return merged;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject map:
                    Merge(Child(target, name), map);
                    break;
                case JsonArray items when items.All(item => item is JsonObject):
                    MergeItems(target, name, items);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }
    }

    private static JsonObject Child(JsonObject target, string name)
    {
        if (target[name] is not JsonObject child)
        {
            target[name] = child = [];
        }
        return child;
    }

    // A container that has gone since is not put in again.
    private static void MergeItems(JsonObject target, string name, JsonArray items)
    {
        foreach (var item in items.OfType<JsonObject>())
        {
            var found = (target[name] as JsonArray ?? []).OfType<JsonObject>()
                .FirstOrDefault(other => (string?)other["name"] == (string?)item["name"]);
            if (found is not null)
            {
                Merge(found, item);
            }
        }
    }
}

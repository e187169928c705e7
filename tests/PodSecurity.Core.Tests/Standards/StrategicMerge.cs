using System.Text.Json.Nodes;

namespace PodSecurity.Core.Tests.Standards;

/// <summary>Applies a strategic merge patch to a pod or template, as far as our patches go.</summary>
internal static class StrategicMerge
{
    private static readonly Dictionary<string, string> MergeKeys = new()
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["ephemeralContainers"] = "name",
        ["volumes"] = "name",
        ["ports"] = "containerPort",
    };

    public static string Apply(string json, string patch)
    {
        var target = JsonNode.Parse(json)!.AsObject();
        Merge(target, JsonNode.Parse(patch)!.AsObject());
        return target.ToJsonString();
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
                case JsonObject fields when target[name] is JsonObject former:
                    Merge(former, fields);
                    break;
                case JsonObject fields:
                    var added = new JsonObject();
                    Merge(added, fields);
                    target[name] = added;
                    break;
                case JsonArray items when MergeKeys.TryGetValue(name, out var key):
                    MergeItems((JsonArray)(target[name] ??= new JsonArray()), items, key);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }
    }

    private static void MergeItems(JsonArray target, JsonArray items, string key)
    {
        foreach (var item in items.Select(item => item!.AsObject()))
        {
            var matching = target.OfType<JsonObject>().Where(other => JsonNode.DeepEquals(other[key], item[key])).ToList();
            Assert.NotEmpty(matching);
            matching.ForEach(former => Merge(former, item));
        }
    }
}

using System.Text.Json.Nodes;
using PodSecurity.Standards.Labels;

namespace PodSecurity.Change;

/// <summary>The Pod Security labels in a namespace's body: all that this module ever changes of a namespace.</summary>
public static class LabelBody
{
    /// <summary>The namespace with these labels; a label whose value is null or "" goes away, one that is not named stays.</summary>
    public static JsonObject With(JsonObject body, IReadOnlyDictionary<string, string?> labels)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(labels);
        var changed = body.DeepClone().AsObject();
        var metadata = changed["metadata"]!.AsObject();
        if (metadata["labels"] is not JsonObject map)
        {
            metadata["labels"] = map = [];
        }
        foreach (var (key, value) in labels)
        {
            map.Remove(key);
            if (!string.IsNullOrEmpty(value))
            {
                map[key] = value;
            }
        }
        if (map.Count == 0)
        {
            metadata.Remove("labels");
        }
        return changed;
    }

    /// <summary>All labels of the namespace.</summary>
    public static IReadOnlyDictionary<string, string> Read(JsonObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return (body["metadata"]?["labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => (string?)label.Value ?? "");
    }

    /// <summary>Nothing but the name and these labels: what a backup keeps of a namespace.</summary>
    internal static JsonObject Only(JsonObject body) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject
        {
            ["name"] = (string?)body["metadata"]?["name"],
            ["labels"] = new JsonObject(
                from label in Of(body) where label.Value is not null select KeyValuePair.Create(label.Key, (JsonNode?)label.Value)),
        },
    };

    /// <summary>The namespace with exactly the Pod Security labels of another body of it.</summary>
    internal static JsonObject Restored(JsonObject current, JsonObject former) => With(current, Of(former));

    private static Dictionary<string, string?> Of(JsonObject body) =>
        PodSecurityLabels.All.ToDictionary(key => key, key => (string?)body["metadata"]?["labels"]?[key]);
}

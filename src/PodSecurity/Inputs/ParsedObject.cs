using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Manifests;

namespace PodSecurity.Inputs;

/// <summary>An object that another program parsed: a hashtable, what ConvertFrom-Json gives, or a model of a Kubernetes library.</summary>
internal static class ParsedObject
{
    /// <summary>The object's document; for a list (<c>kind: PodList</c>, <c>kind: List</c>), that of each item.</summary>
    /// <exception cref="ArgumentException">The object is not a Kubernetes object.</exception>
    /// <exception cref="JsonException">The object cannot be written as JSON.</exception>
    public static IEnumerable<ManifestDocument> Documents(object value, DocumentSource source)
    {
        if (!MayBeManifest(value) || JsonNode.Parse(ObjectJson.Write(value).Span) is not JsonObject root)
            throw new ArgumentException("It has no fields such as kind.");
        root = SerializedObject.ToKubernetes(root);
        FillType(root, value.GetType());
        return Items(root).Select(item => new ManifestDocument(JsonSerializer.SerializeToUtf8Bytes(item), source));
    }

    /// <summary>Any other .NET object would be written to the last of its properties, to find only then that it is none of ours.</summary>
    private static bool MayBeManifest(object value) => value is PSObject or IDictionary or JsonNode or JsonElement
        || Constant(value.GetType(), "KubeKind") is not null
        || value.GetType().GetProperty("Kind", BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is not null;

    private static IEnumerable<JsonObject> Items(JsonObject root)
    {
        var kind = Text(root, "kind");
        if (!kind.EndsWith("List", StringComparison.Ordinal) || root["items"] is not JsonArray items)
            return [root];
        return items.OfType<JsonObject>().Select(item => WithType(item, Text(root, "apiVersion"), kind[..^"List".Length]));
    }

    /// <summary>The items of a typed list say neither kind nor apiVersion; those of <c>kind: List</c> do.</summary>
    private static JsonObject WithType(JsonObject item, string apiVersion, string kind)
    {
        if (Text(item, "kind").Length == 0 && kind.Length > 0)
            (item["apiVersion"], item["kind"]) = (apiVersion, kind);
        return item;
    }

    /// <summary>Models made in code rarely fill in their type; KubernetesClient's classes know it in constants.</summary>
    private static void FillType(JsonObject root, Type type)
    {
        if (Text(root, "kind").Length > 0 || Constant(type, "KubeKind") is not { } kind || Constant(type, "KubeApiVersion") is not { } version)
            return;
        var group = Constant(type, "KubeGroup");
        (root["apiVersion"], root["kind"]) = (string.IsNullOrEmpty(group) ? version : $"{group}/{version}", kind);
    }

    private static string? Constant(Type type, string name) =>
        type.GetField(name, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static string Text(JsonObject root, string field) => root[field] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}

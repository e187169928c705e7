using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodSecurity.Manifests;

/// <summary>A document as a tree, for those who change or keep whole objects.</summary>
public static class ManifestBody
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = FieldReader.Options.MaxDepth };

    /// <summary>Of a field that is there twice the last counts, as for kubectl.</summary>
    /// <exception cref="ManifestException">The JSON is broken, or is no object.</exception>
    public static JsonObject Read(ManifestDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        ManifestSyntax.Check(document);
        if (ManifestFault.NoText(document) is { } fault)
        {
            throw fault;
        }
        using var json = JsonDocument.Parse(document.Json, Options);
        return Tree(json.RootElement) as JsonObject ?? throw ManifestFault.Field(document, 0, "document", "expected an object");
    }

    /// <summary>The library's own tree refuses a field that is there twice, and only when it is looked at.</summary>
    private static JsonNode? Tree(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new JsonObject();
                foreach (var field in element.EnumerateObject())
                {
                    map[field.Name] = Tree(field.Value);
                }
                return map;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Tree)]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element.Clone());
        }
    }
}

using System.Text.Json;
using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Reads namespaces.</summary>
public static class NamespaceDecoder
{
    /// <summary>The namespace; null when the document is of another kind.</summary>
    /// <exception cref="ManifestException">The JSON is broken, or a field has the wrong type.</exception>
    public static KubernetesNamespace? Decode(ManifestDocument document)
    {
        if (ManifestType.Read(document) is not { Kind: "Namespace", Group: "" })
        {
            return null;
        }
        try
        {
            return Read(document);
        }
        catch (JsonException error)
        {
            throw ManifestFault.Syntax(document, error);
        }
    }

    private static KubernetesNamespace Read(ManifestDocument document)
    {
        var json = new FieldReader(document);
        var found = new KubernetesNamespace("", new Dictionary<string, string>(), document);
        json.EnterObject();
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("metadata"u8)) { found = ReadMetadata(ref json, document); }
            else { json.SkipValue(); }
        }
        json.ReadToEnd();
        return found;
    }

    private static KubernetesNamespace ReadMetadata(ref FieldReader json, ManifestDocument document)
    {
        var (text, labels) = ("", new Dictionary<string, string>());
        if (json.EnterObject())
        {
            while (json.NextField(out var name))
            {
                if (name.SequenceEqual("name"u8)) { text = json.ReadString() ?? ""; }
                else if (name.SequenceEqual("labels"u8)) { labels = ReadLabels(ref json); }
                else { json.SkipValue(); }
            }
        }
        return new(text, labels, document);
    }

    private static Dictionary<string, string> ReadLabels(ref FieldReader json)
    {
        var labels = new Dictionary<string, string>();
        if (json.EnterObject())
        {
            while (json.NextField(out var name))
            {
                var key = Utf8Strings.Get(name);
                labels[key] = json.ReadString() ?? "";
            }
        }
        return labels;
    }
}

using System.Text.Json;

namespace PodSecurity.Manifests;

/// <summary>Checks a document's JSON without decoding it.</summary>
public static class ManifestSyntax
{
    /// <param name="isComplete">False when the JSON is known to be cut off and only what is there counts.</param>
    /// <exception cref="ManifestException">The JSON is broken; the message names the place.</exception>
    public static void Check(ManifestDocument document, bool isComplete = true)
    {
        ArgumentNullException.ThrowIfNull(document);
        var reader = new Utf8JsonReader(document.Json.Span, isComplete, new JsonReaderState(FieldReader.Options));
        try
        {
            while (reader.Read()) { }
        }
        catch (JsonException error)
        {
            throw ManifestFault.Syntax(document, error);
        }
    }
}

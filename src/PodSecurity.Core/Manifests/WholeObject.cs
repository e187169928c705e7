using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PodSecurity.Manifests;

/// <summary>Decodes objects that this module reads and writes whole.</summary>
internal static class WholeObject
{
    /// <exception cref="ManifestException">The JSON is broken, or a field has the wrong type; the message names field, origin and
    /// line.</exception>
    public static T Decode<T>(ManifestDocument document, JsonTypeInfo<T> type) where T : class
    {
        // Fields that are kept without being looked at would fail only when they are written.
        if (document.Json.Span.IndexOf("\\u"u8) >= 0 && ManifestFault.Guard(
            document, static document => ManifestFault.NoText(document)) is { } fault)
        {
            throw fault;
        }
        try
        {
            return JsonSerializer.Deserialize(document.Json.Span, type)!;
        }
        catch (JsonException error)
        {
            // the library throws the same for both
            ManifestSyntax.Check(document);
            throw ManifestFault.WrongType(document, error);
        }
    }
}


namespace PodSecurity.Manifests;

/// <summary>Which object a document holds.</summary>
/// <param name="Namespace">Null when the object names none.</param>
public readonly record struct ObjectHeader(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <exception cref="ManifestException">The document is no object or has no kind.</exception>
    public static ObjectHeader Read(ManifestDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return ManifestFault.Guard(document, static document =>
        {
            var type = ManifestType.Peek(document);
            var (@namespace, name) = ReadNames(document);
            return new ObjectHeader(type.ApiVersion, type.Kind, @namespace, name);
        });
    }

    private static (string? Namespace, string Name) ReadNames(ManifestDocument document)
    {
        var json = new FieldReader(document);
        json.EnterObject();
        while (json.NextField(out var field))
        {
            if (field.SequenceEqual("metadata"u8))
            {
                var metadata = ObjectMeta.Read(ref json);
                return (metadata.Namespace, metadata.Name);
            }
            json.SkipValue();
        }
        return (null, "");
    }
}

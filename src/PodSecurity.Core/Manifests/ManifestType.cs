using System.Text.Json;

namespace PodSecurity.Manifests;

/// <summary>What kind of object a document holds.</summary>
/// <param name="ApiVersion">For example <c>apps/v1</c>.</param>
/// <param name="Kind">For example <c>Deployment</c>.</param>
public readonly record struct ManifestType(string ApiVersion, string Kind)
{
    /// <summary>The API group; "" for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? ApiVersion[..slash] : "";

    /// <summary>Reads the two fields wherever they stand; stops as soon as it has both, as they usually come first.</summary>
    /// <exception cref="ManifestException">One is missing, or this is no object at all.</exception>
    public static ManifestType Read(ManifestDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        try
        {
            return ReadFields(document);
        }
        catch (JsonException error)
        {
            throw ManifestFault.Syntax(document, error);
        }
    }

    private static ManifestType ReadFields(ManifestDocument document)
    {
        var json = new FieldReader(document);
        string? apiVersion = null, kind = null;
        var hasFields = json.EnterObject();
        while (hasFields && (apiVersion is null || kind is null) && json.NextField(out var name))
        {
            if (name.SequenceEqual("apiVersion"u8)) apiVersion = json.ReadString();
            else if (name.SequenceEqual("kind"u8)) kind = json.ReadString();
            else json.SkipValue();
        }
        if (string.IsNullOrEmpty(kind)) throw ManifestFault.Missing(document, "ManifestKindMissing", "kind");
        if (string.IsNullOrEmpty(apiVersion)) throw ManifestFault.Missing(document, "ManifestApiVersionMissing", "apiVersion");
        return new(apiVersion, kind);
    }
}

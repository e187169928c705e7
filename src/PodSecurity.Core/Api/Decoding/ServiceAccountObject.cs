using System.Text.Json;
using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>What counts of a ServiceAccount object.</summary>
/// <param name="MountsToken">Null when the object leaves it to the pod.</param>
internal sealed record ServiceAccountObject(string? Namespace, string Name, bool? MountsToken)
{
    /// <exception cref="ManifestException">The JSON is broken, or a field has the wrong type; the message names field, origin and
    /// line.</exception>
    public static ServiceAccountObject Read(ManifestDocument document)
    {
        var header = ObjectHeader.Read(document);
        try
        {
            return new(header.Namespace, header.Name, ReadMountsToken(document));
        }
        catch (JsonException error)
        {
            throw ManifestFault.Syntax(document, error);
        }
    }

    private static bool? ReadMountsToken(ManifestDocument document)
    {
        bool? mounts = null;
        var json = new FieldReader(document);
        json.EnterObject();
        while (json.NextField(out var field))
        {
            if (field.SequenceEqual("automountServiceAccountToken"u8))
            {
                mounts = json.ReadBool();
            }
            else
            {
                json.SkipValue();
            }
        }
        return mounts;
    }
}

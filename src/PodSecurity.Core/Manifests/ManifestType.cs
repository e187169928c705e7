
namespace PodSecurity.Manifests;

/// <summary>What kind of object a document holds.</summary>
/// <param name="ApiVersion">For example <c>apps/v1</c>.</param>
/// <param name="Kind">For example <c>Deployment</c>.</param>
public readonly record struct ManifestType(string ApiVersion, string Kind)
{
    private const string ListSuffix = "List";

    /// <summary>The API group; "" for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? ApiVersion[..slash] : "";

    /// <summary>Whether an object of this kind is a list: <c>List</c>, <c>PodList</c>.</summary>
    public static bool IsList(string? kind) => kind?.EndsWith(ListSuffix, StringComparison.Ordinal) is true;

    /// <summary>
    /// The type of those items of a list that name none, as kubectl works it out: the items of a PodList are Pods. Null when the list
    /// does not say: those of a List have to name their own.
    /// </summary>
    public static ManifestType? OfItems(string? listKind, string? listApiVersion)
    {
        var kind = IsList(listKind) ? listKind![..^ListSuffix.Length] : listKind;
        return string.IsNullOrEmpty(kind) || string.IsNullOrEmpty(listApiVersion) ? null : new(listApiVersion, kind);
    }

    /// <summary>Reads the two fields wherever they stand. If one is there twice, the last counts, as for kubectl.</summary>
    /// <exception cref="ManifestException">One is missing, this is no object at all, or its JSON is broken.</exception>
    public static ManifestType Read(ManifestDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return ManifestFault.Guard(document, static document => Read(document, toEnd: true));
    }

    /// <summary>
    /// Stops as soon as it has both fields, as they usually come first. For those who then read the object to its end, and so find out
    /// whether they come again.
    /// </summary>
    internal static ManifestType Peek(ManifestDocument document) =>
        ManifestFault.Guard(document, static document => Read(document, toEnd: false));

    private static ManifestType Read(ManifestDocument document, bool toEnd)
    {
        var json = new FieldReader(document);
        string? apiVersion = null, kind = null;
        var hasFields = json.EnterObject();
        while (hasFields && (toEnd || apiVersion is null || kind is null) && json.NextField(out var name))
        {
            if (name.SequenceEqual("apiVersion"u8))
            {
                apiVersion = json.ReadString();
            }
            else if (name.SequenceEqual("kind"u8))
            {
                kind = json.ReadString();
            }
            else
            {
                json.SkipValue();
            }
        }
        if (toEnd)
        {
            json.ReadToEnd();
        }
        if (string.IsNullOrEmpty(kind))
        {
            throw ManifestFault.Missing(document, "ManifestKindMissing", "kind");
        }
        if (string.IsNullOrEmpty(apiVersion))
        {
            throw ManifestFault.Missing(document, "ManifestApiVersionMissing", "apiVersion");
        }
        return new(apiVersion, kind);
    }
}

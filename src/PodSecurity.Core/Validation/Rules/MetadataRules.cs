using System.Text;
using PodSecurity.Api;

namespace PodSecurity.Validation.Rules;

/// <summary>Name, labels, annotations and finalizers, as the server checks them for every kind of object.</summary>
internal static class MetadataRules
{
    private const int MaxAnnotationBytes = 256 * 1024;

    public static IEnumerable<FieldError> Check(ObjectMetadata metadata) =>
    [
        .. Name(metadata),
        .. Generation(metadata),
        .. Labels(metadata.Labels),
        .. Annotations(metadata.Annotations),
        .. OwnerReferenceRules.Check(metadata),
        .. Finalizers(metadata),
    ];

    private static IEnumerable<FieldError> Name(ObjectMetadata metadata)
    {
        var generateName = metadata.Text("generateName");
        if (generateName.Length > 0)
        {
            return Name("metadata.generateName", generateName, MaskTrailingDash(generateName));
        }
        return metadata.Name.Length == 0
            ? [FieldError.Required("metadata.name", "name or generateName is required")]
            : Name("metadata.name", metadata.Name, metadata.Name);
    }

    private static IEnumerable<FieldError> Name(string field, string value, string judged) =>
        NameFormats.Subdomain(judged).Select(complaint => FieldError.Invalid(field, value, complaint));

    /// <summary>A prefix may end in a dash; the server judges it with an "a" in place of its last two characters.</summary>
    private static string MaskTrailingDash(string prefix) =>
        prefix.Length > 1 && prefix.EndsWith('-') ? string.Concat(prefix.AsSpan(0, prefix.Length - 2), "a") : prefix;

    private static IEnumerable<FieldError> Generation(ObjectMetadata metadata) =>
        metadata.Number("generation") is < 0 and { } generation
            ? [FieldError.Invalid("metadata.generation", generation, "must be greater than or equal to 0")]
            : [];

    private static IEnumerable<FieldError> Labels(IDictionary<string, string>? labels) =>
        Sorted(labels).SelectMany(label => Complaints("metadata.labels", label.Key, NameFormats.QualifiedName(label.Key))
            .Concat(Complaints("metadata.labels", label.Value, NameFormats.LabelValue(label.Value))));

    private static IEnumerable<FieldError> Annotations(IDictionary<string, string>? annotations)
    {
        foreach (var (key, _) in Sorted(annotations))
        {
            foreach (var error in Complaints("metadata.annotations", key, NameFormats.QualifiedName(key.ToLowerInvariant())))
            {
                yield return error;
            }
        }
        if (Sorted(annotations).Sum(
            item => (long)Encoding.UTF8.GetByteCount(item.Key) + Encoding.UTF8.GetByteCount(item.Value)) > MaxAnnotationBytes)
        {
            yield return FieldError.TooLong("metadata.annotations", MaxAnnotationBytes);
        }
    }

    private static IEnumerable<FieldError> Finalizers(ObjectMetadata metadata)
    {
        var finalizers = metadata.Items("finalizers").Select(item => item.ToString()).ToArray();
        foreach (var error in finalizers.SelectMany(name => Complaints("metadata.finalizers", name, NameFormats.QualifiedName(name))))
        {
            yield return error;
        }
        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            yield return FieldError.Invalid("metadata.finalizers", GoValue.Slice("string", finalizers),
                "finalizer orphan and foregroundDeletion cannot be both set");
        }
        for (var i = 0; i < finalizers.Length; i++)
        {
            if (!finalizers[i].Contains('/') && finalizers[i] is not ("kubernetes" or "orphan" or "foregroundDeletion"))
            {
                yield return FieldError.Invalid(
                    $"metadata.finalizers[{i}]", finalizers[i], "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    private static IEnumerable<FieldError> Complaints(string field, string value, IEnumerable<string> complaints) =>
        complaints.Select(complaint => FieldError.Invalid(field, value, complaint));

    private static IEnumerable<(string Key, string Value)> Sorted(IDictionary<string, string>? map) =>
        (map ?? new Dictionary<string, string>()).OrderBy(item => item.Key, StringComparer.Ordinal).Select(
            item => (item.Key, item.Value ?? ""));
}

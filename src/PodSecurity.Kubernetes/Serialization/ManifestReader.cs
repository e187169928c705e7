using System.Text;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// Reads manifests: YAML or JSON, several documents, lists (their items one by one). Streams: the first item comes before the input is
/// read to its end, and memory holds one object at a time. What a JSON document holds is checked when it is decoded.
/// </summary>
public static class ManifestReader
{
    /// <summary>The objects of a file, with the items of lists one by one.</summary>
    /// <param name="path">A file system path, already resolved.</param>
    /// <param name="origin">The path as the user knows it, for messages.</param>
    public static IEnumerable<ManifestItem> ReadFile(string path, string origin, CancellationToken cancellationToken) =>
        Read(() => Open(RegularFile.OpenRead(path), origin, cancellationToken), origin, path);

    /// <summary>The objects of a text.</summary>
    public static IEnumerable<ManifestItem> ReadText(string text, string origin) => ReadUtf8(Encoding.UTF8.GetBytes(text), origin);

    /// <summary>The objects of a UTF-8 text. Not copied: JSON documents are slices of it.</summary>
    public static IEnumerable<ManifestItem> ReadUtf8(ReadOnlyMemory<byte> utf8, string origin) => Read(() => new Utf8Input(utf8, origin, TextPlace.Start), origin);

    /// <summary>The objects of a stream, which is disposed at the end.</summary>
    public static IEnumerable<ManifestItem> ReadStream(Stream stream, string origin, CancellationToken cancellationToken) =>
        Read(() => Open(stream, origin, cancellationToken), origin);

    private static Utf8Input Open(Stream stream, string origin, CancellationToken cancellationToken) =>
        new(ManifestEncoding.ToUtf8(stream), origin, cancellationToken);

    private static IEnumerable<ManifestItem> Read(Func<Utf8Input> open, string origin, string? path = null)
    {
        var guard = new FaultGuard(origin, path);
        using var input = guard.Try(open);
        var sections = input is null ? null : guard.Try(() => Sections(input));
        while (sections is not null && guard.Try(sections.MoveNext))
        {
            using var documents = sections.Documents().GetEnumerator();
            Func<bool> moveNext = documents.MoveNext;
            while (guard.Try(moveNext)) yield return new(documents.Current, null);
            if (guard.TakeFault() is { } fault) yield return new(null, fault);
            if (guard.IsOver) yield break;
        }
        if (guard.TakeFault() is { } last) yield return new(null, last);
        else if (!guard.HasFailed && sections is { HasContent: false }) yield return new(null, ManifestErrors.Empty(origin));
    }

    /// <summary>JSON begins with a brace or a bracket, YAML with anything else; two braces are a template's, and YAML's errors say so.</summary>
    private static IManifestSections Sections(Utf8Input input)
    {
        ManifestEncoding.SkipMark(input);
        var isJson = JsonText.PeekToken(input) is '{' or '[' && !(input.Has(2) && input.Ahead.StartsWith("{{"u8));
        return isJson ? new JsonSections(input) : new YamlSections(new YamlText(input), input.Origin);
    }
}

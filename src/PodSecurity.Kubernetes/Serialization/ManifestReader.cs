using System.Runtime.ExceptionServices;
using System.Text;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// Reads manifests: YAML or JSON, several documents, lists (their items one by one). Streams: the first object comes before the input is
/// read to its end, and memory holds one object at a time (<see cref="ManifestLimits"/>). What a JSON object holds is checked when it is
/// decoded. What cannot be read is handed to a callback, and the rest goes on.
/// </summary>
public static class ManifestReader
{
    /// <summary>The objects of a file.</summary>
    /// <param name="path">A file system path, already resolved.</param>
    /// <param name="origin">The path as the user knows it, for messages.</param>
    /// <param name="bad">Told of each thing that cannot be read, with its place; <see cref="Throw"/> where nothing may be amiss.</param>
    public static IEnumerable<ManifestDocument> ReadFile(
        string path, string origin, Action<ManifestException> bad, CancellationToken cancellationToken) =>
        Read(() => Open(OpenFile(path, origin), origin, cancellationToken), bad, cancellationToken);

    /// <summary>The objects of a text.</summary>
    public static IEnumerable<ManifestDocument> ReadText(
        string text, string origin, Action<ManifestException> bad, CancellationToken cancellationToken) =>
        Read(() => new Utf8Input(Encoding.UTF8.GetBytes(text), origin, cancellationToken), bad, cancellationToken);

    /// <summary>The objects of JSON that nobody wrote, such as that of an object in memory: its lines say nothing. Not copied.</summary>
    public static IEnumerable<ManifestDocument> ReadJson(
        ReadOnlyMemory<byte> json, string origin, Action<ManifestException> bad, CancellationToken cancellationToken) =>
        Read(() => new Utf8Input(json, origin, cancellationToken) { HasLines = false }, bad, cancellationToken);

    /// <summary>The objects of a stream, which is disposed at the end.</summary>
    public static IEnumerable<ManifestDocument> ReadStream(
        Stream stream, string origin, Action<ManifestException> bad, CancellationToken cancellationToken) =>
        Read(() => Open(stream, origin, cancellationToken), bad, cancellationToken);

    /// <summary>For inputs that are of use only as a whole: the first thing that cannot be read ends the reading.</summary>
    public static void Throw(ManifestException fault) => ExceptionDispatchInfo.Throw(fault);

    private static FileStream OpenFile(string path, string origin)
    {
        try
        {
            return RegularFile.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ManifestErrors.File(origin, error, Directory.Exists(path));
        }
    }

    private static Utf8Input Open(Stream stream, string origin, CancellationToken cancellationToken) =>
        new(ManifestEncoding.ToUtf8(stream), origin, cancellationToken);

    private static IEnumerable<ManifestDocument> Read(
        Func<Utf8Input> open, Action<ManifestException> bad, CancellationToken cancellationToken)
    {
        var steps = new Steps(bad);
        if (!steps.Try(open, out var input))
        {
            yield break;
        }
        using (input)
        {
            if (!steps.Try(() => CutterFor(input!), out var cutter))
            {
                yield break;
            }
            Func<ManifestDocument?> next = cutter!.Next;
            while (!steps.Try(next, out var document) || document is not null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (document is not null)
                {
                    yield return document;
                }
            }
            if (!steps.HaveFailed && !cutter.HasContent)
            {
                bad(ManifestErrors.Empty(input!.Origin));
            }
        }
    }

    /// <summary>
    /// JSON begins with a brace or a bracket, YAML with anything else; two braces are a template's, and YAML's errors say so.
    /// </summary>
    private static IManifestCutter CutterFor(Utf8Input input)
    {
        ManifestEncoding.SkipMark(input);
        var isJson = JsonText.PeekToken(input) is '{' or '[' && !(input.Has(2) && input.Ahead.StartsWith("{{"u8));
        return isJson ? new JsonCutter(input) : new YamlCutter(new YamlText(input));
    }

    /// <summary>Takes steps that can fail; an iterator itself cannot both catch and yield.</summary>
    private sealed class Steps(Action<ManifestException> bad)
    {
        public bool HaveFailed { get; private set; }

        public bool Try<T>(Func<T> step, out T? result)
        {
            try
            {
                result = step();
                return true;
            }
            catch (ManifestException fault)
            {
                HaveFailed = true;
                bad(fault);
                result = default;
                return false;
            }
        }
    }
}

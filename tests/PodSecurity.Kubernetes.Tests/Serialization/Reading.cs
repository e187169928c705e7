using System.Text;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Tests.Serialization;

/// <summary>Either a document or what could not be read.</summary>
internal readonly record struct Item(ManifestDocument? Document, ManifestException? Error);

/// <summary>Shortcuts for tests of reading.</summary>
internal static class Reading
{
    /// <summary>Documents and errors in the order in which they come.</summary>
    public static IEnumerable<Item> All(Func<Action<ManifestException>, IEnumerable<ManifestDocument>> read)
    {
        var errors = new Queue<ManifestException>();
        foreach (var document in read(errors.Enqueue))
        {
            while (errors.TryDequeue(out var error))
            {
                yield return new(null, error);
            }
            yield return new(document, null);
        }
        foreach (var error in errors)
        {
            yield return new(null, error);
        }
    }

    public static List<Item> Items(string text) =>
        [.. All(bad => ManifestReader.ReadText(text, "in", bad, TestContext.Current.CancellationToken))];

    public static IEnumerable<Item> Items(Stream stream) =>
        All(bad => ManifestReader.ReadStream(stream, "in", bad, TestContext.Current.CancellationToken));

    /// <summary>The JSON of each document, or the id and message of each error.</summary>
    public static string[] Lines(IEnumerable<Item> items) => [.. items.Select(Line)];

    public static string[] Lines(string text) => Lines(Items(text));

    /// <summary>The JSON of the only document.</summary>
    public static string Json(string text) => Assert.Single(Lines(text));

    public static ManifestException Fault(string text) =>
        Assert.Single(Items(text)).Error ?? throw new InvalidOperationException("no error");

    private static string Line(Item item) =>
        item.Error is { } error ? $"{error.ErrorId} {error.Message}" : Encoding.UTF8.GetString(item.Document!.Json.Span);
}

using System.Text;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Tests.Serialization;

/// <summary>Shortcuts for tests of reading.</summary>
internal static class Reading
{
    public static List<ManifestItem> Items(string text) => [.. ManifestReader.ReadText(text, "in")];

    /// <summary>The JSON of each document, or the id and message of each error.</summary>
    public static string[] Lines(IEnumerable<ManifestItem> items) => [.. items.Select(Line)];

    public static string[] Lines(string text) => Lines(Items(text));

    /// <summary>The JSON of the only document.</summary>
    public static string Json(string text) => Assert.Single(Lines(text));

    public static ManifestException Fault(string text) => Assert.Single(Items(text)).Error ?? throw new InvalidOperationException("no error");

    private static string Line(ManifestItem item) =>
        item.Error is { } error ? $"{error.ErrorId} {error.Message}" : Encoding.UTF8.GetString(item.Document!.Json.Span);
}

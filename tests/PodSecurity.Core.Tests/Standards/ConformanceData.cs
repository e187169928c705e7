using System.IO.Compression;
using System.Text.Json.Nodes;

namespace PodSecurity.Core.Tests.Standards;

/// <summary>Recorded cases, a line each, and their comparison.</summary>
internal static class ConformanceData
{
    public static IEnumerable<JsonObject> Lines(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", file);
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return JsonNode.Parse(line)!.AsObject();
        }
    }

    /// <param name="compare">The difference between what was recorded and what we say; null when there is none.</param>
    public static void AssertAll<T>(IReadOnlyCollection<T> cases, Func<T, string?> compare)
    {
        var differences = cases.Select(item => (Case: item, Difference: compare(item)))
            .Where(pair => pair.Difference is not null).ToArray();
        Assert.True(
            differences.Length == 0,
            $"{differences.Length} of {cases.Count} cases differ, among them:\n"
            + string.Join("\n", differences.Take(5).Select(pair => $"{pair.Case}\n{pair.Difference}")));
    }
}

using System.Text;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Core.Tests;

/// <summary>Documents for tests, written as JSON.</summary>
internal static class Documents
{
    public static ManifestDocument Document(string json, int? line = null) =>
        new(Encoding.UTF8.GetBytes(json), new DocumentSource("test.json", line), new JsonLines(json));

    public static Workload Decode(string json) =>
        WorkloadDecoder.Decode(Document(json)) ?? throw new InvalidOperationException("no workload");

    /// <summary>The workload of a pod with this spec.</summary>
    public static Workload PodWithSpec(string spec) =>
        Decode($$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{{spec}}}""");

    private sealed class JsonLines(string json) : IPositionMap
    {
        public (int Line, int Column) Locate(long jsonOffset)
        {
            var before = json[..(int)jsonOffset];
            return (before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'));
        }
    }
}

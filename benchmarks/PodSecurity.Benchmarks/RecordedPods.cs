using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Benchmarks;

/// <summary>The generated pods that the tests hold the Pod Security Standards to.</summary>
internal static class RecordedPods
{
    public static Pod[] ReadAll()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", "pss.jsonl.gz");
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var pods = new List<Pod>();
        while (lines.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var json = Encoding.UTF8.GetBytes(document.RootElement.GetProperty("pod").GetRawText());
            pods.Add(WorkloadDecoder.Decode(new ManifestDocument(json, new DocumentSource("case")))!.Pod);
        }
        return [.. pods];
    }
}

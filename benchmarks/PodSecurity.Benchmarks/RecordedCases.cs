using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Benchmarks;

/// <summary>The generated cases that the tests hold the engine to: a pod, one to three policies, and who may use them.</summary>
internal sealed record RecordedCase(PspAdmission Admission, PolicyUse Use, Pod Pod)
{
    public AdmissionDecision Evaluate() => Admission.Evaluate(Pod, Use);

    public static RecordedCase[] ReadAll() => [.. ReadLines().Select(Parse)];

    private static IEnumerable<string> ReadLines()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", "psp-admission.jsonl.gz");
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static RecordedCase Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var admission = new PspAdmission(root.GetProperty("policies").EnumerateArray()
            .Select(policy => policy.Deserialize(KubernetesJson.Default.PodSecurityPolicy)!));
        var authorized = root.TryGetProperty("authorized", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet()
            : [];
        var pod = new ManifestDocument(Encoding.UTF8.GetBytes(root.GetProperty("pod").GetRawText()), new DocumentSource("case"));
        return new(admission, admission.Usable(authorized.Contains), WorkloadDecoder.Decode(pod)!.Pod);
    }
}

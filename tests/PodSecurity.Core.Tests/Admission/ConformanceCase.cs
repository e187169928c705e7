using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>A generated case and what the admission plugin of Kubernetes 1.20.2 answered.</summary>
public sealed class ConformanceCase
{
    private readonly JsonObject _case;

    private ConformanceCase(string line)
    {
        _case = JsonNode.Parse(line)!.AsObject();
        Policies = [.. _case["policies"]!.AsArray().Select(policy => policy.Deserialize(KubernetesJson.Default.PodSecurityPolicy)!)];
        Authorized = Strings("authorized").ToHashSet();
        var document = new ManifestDocument(Encoding.UTF8.GetBytes(_case["pod"]!.ToJsonString()), new DocumentSource($"case {Id}"));
        Workload = WorkloadDecoder.Decode(document)!;
    }

    public int Id => (int)_case["id"]!;
    public IReadOnlyList<PodSecurityPolicy> Policies { get; }
    public IReadOnlySet<string> Authorized { get; }
    public Workload Workload { get; }
    public AdmissionOutcome Outcome => Enum.Parse<AdmissionOutcome>((string)_case["outcome"]!, ignoreCase: true);
    public string? Policy => (string?)_case["policy"];
    public bool Mutated => (bool)_case["mutated"]!;
    public string? Message => (string?)_case["message"];
    public JsonObject? Admitted => _case["admitted"]?.AsObject();
    public IEnumerable<string> Unusable => Strings("unusable");

    /// <summary>The errors of each policy that has any.</summary>
    public IReadOnlyDictionary<string, JsonArray> Errors =>
        (_case["errors"]?.AsObject() ?? []).Where(entry => entry.Value is JsonArray { Count: > 0 }).ToDictionary(
            entry => entry.Key, entry => entry.Value!.AsArray());

    /// <summary>The errors of pod validation after admission.</summary>
    public JsonArray Invalid => _case["invalid"]?.AsArray() ?? [];

    public override string ToString() => _case.ToJsonString();

    public static IEnumerable<ConformanceCase> ReadAll()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", "psp-admission.jsonl.gz");
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return new ConformanceCase(line);
        }
    }

    /// <summary>Our verdict.</summary>
    public AdmissionDecision Decide(PspAdmission admission) => admission.Evaluate(Workload.Pod, admission.Usable(Authorized.Contains));

    private IEnumerable<string> Strings(string name) => (_case[name]?.AsArray() ?? []).Select(item => (string)item!);
}

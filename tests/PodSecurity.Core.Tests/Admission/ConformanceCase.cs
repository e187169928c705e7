using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>A generated case and what the admission plugin of a release answered.</summary>
public sealed class ConformanceCase
{
    private readonly JsonObject _case;
    private readonly JsonObject _answer;

    private ConformanceCase(JsonObject item, JsonObject answer, KubernetesRelease release)
    {
        (_case, _answer, Release) = (item, answer, release);
        Sent = [.. _case["policies"]!.AsArray().Select(policy => policy.Deserialize(KubernetesJson.Default.PodSecurityPolicy)!)];
        Policies = [.. Sent.Where(policy => !Refused.ContainsKey(policy.Name))];
        Authorized = Strings(_case, "authorized").ToHashSet();
        var document = new ManifestDocument(Encoding.UTF8.GetBytes(_case["pod"]!.ToJsonString()), new DocumentSource($"case {Id}"));
        Workload = WorkloadDecoder.Decode(document)!;
    }

    public int Id => (int)_case["id"]!;
    public KubernetesRelease Release { get; }

    /// <summary>The policies as they were sent to the server.</summary>
    public IReadOnlyList<PodSecurityPolicy> Sent { get; }

    /// <summary>Those that the server accepted.</summary>
    public IReadOnlyList<PodSecurityPolicy> Policies { get; }
    public IReadOnlySet<string> Authorized { get; }
    public Workload Workload { get; }
    public AdmissionOutcome Outcome => Enum.Parse<AdmissionOutcome>((string)_answer["outcome"]!, ignoreCase: true);
    public string? Policy => (string?)_answer["policy"];
    public bool Mutated => (bool)_answer["mutated"]!;
    public string? Message => (string?)_answer["message"];
    public JsonObject? Admitted => _answer["admitted"]?.AsObject();
    public IEnumerable<string> Unusable => Strings(_answer, "unusable");

    /// <summary>
    /// The second look at the pod refused what the first one had admitted, with the policy and the changes that are given.
    /// </summary>
    public bool IsSecondLook => (string?)_answer["pass"] == "validating";

    /// <summary>The errors of each policy that the server refused.</summary>
    public IReadOnlyDictionary<string, JsonArray> Refused =>
        (_answer["refused"]?.AsObject() ?? []).ToDictionary(entry => entry.Key, entry => entry.Value!.AsArray());

    /// <summary>The errors of each policy that has any.</summary>
    public IReadOnlyDictionary<string, JsonArray> Errors =>
        (_answer["errors"]?.AsObject() ?? []).Where(entry => entry.Value is JsonArray { Count: > 0 }).ToDictionary(
            entry => entry.Key, entry => entry.Value!.AsArray());

    /// <summary>The errors of pod validation after admission.</summary>
    public JsonArray Invalid => _answer["invalid"]?.AsArray() ?? [];

    public override string ToString() => $"{Release}: {_case.ToJsonString()}";

    /// <summary>The answers of Kubernetes 1.20.2.</summary>
    public static IEnumerable<ConformanceCase> ReadAll() =>
        Lines("psp-admission.jsonl.gz").Select(item => new ConformanceCase(item, item, KubernetesRelease.Default));

    /// <summary>The answers of every release that was asked.</summary>
    public static IEnumerable<ConformanceCase> ReadReleases() =>
        from item in Lines("psp-releases.jsonl.gz")
        from answer in item["releases"]!.AsObject()
        select new ConformanceCase(item, answer.Value!.AsObject(), KubernetesRelease.Find(answer.Key)!);

    /// <summary>Our verdict.</summary>
    public AdmissionDecision Decide() => Decide(new PspAdmission(Policies, Release));

    /// <inheritdoc cref="Decide()"/>
    public AdmissionDecision Decide(PspAdmission admission) => admission.Evaluate(Workload.Pod, admission.Usable(Authorized.Contains));

    private static IEnumerable<JsonObject> Lines(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", file);
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return JsonNode.Parse(line)!.AsObject();
        }
    }

    private static IEnumerable<string> Strings(JsonObject owner, string name) =>
        (owner[name]?.AsArray() ?? []).Select(item => (string)item!);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Eks;
using PodSecurity.Impact;
using PodSecurity.Kubernetes.Snapshots;
using PodSecurity.Verdicts;

namespace PodSecurity.Cluster.Tests.Change;

/// <summary>
/// An analysis says what the removal of the EKS default does; then it is removed, all pods are deleted, and what the controllers manage to
/// make again, and what the server tells them otherwise, has to agree with the analysis, workload by workload.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed partial class ImpactProofTests(RealCluster cluster, ITestOutputHelper output)
{
    private static readonly ResourceType Events = new("", "v1", "events", "Event", true);
    private static readonly string[] Namespaces = ["kube-system", "proof"];

    // Nothing runs its pods within the test.
    private const string NeverRuns = "CronJob";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happens_is_what_was_said()
    {
        await using var gateway = await cluster.ConnectAsync();
        await using var objects = new TemporaryObjects(gateway);
        foreach (var part in (await EksDefaultObjects.ReadAsync(gateway, Stop)).Repair)
        {
            await objects.CreateAsync(part.Type, part.After!);
        }
        await objects.CreateFileAsync("eks-like.yaml");
        await Eventually.TrueAsync("not every workload has its pods", () => HaveStartedAsync(gateway));

        var said = await ImpactAsync(gateway);
        Assert.Equal(said.Select(Describe), (await ImpactOfSnapshotAsync(gateway)).Select(Describe));
        var templates = said.Where(result => result.Kind != "Pod").ToList();
        Assert.Equal(
            Enum.GetNames<PspChangeOutcome>().Except([nameof(PspChangeOutcome.Unchanged)]).Order(StringComparer.Ordinal), templates.Select(
                result => result.Outcome).Distinct().Order(StringComparer.Ordinal));

        var former = await PodsAsync(gateway);
        AssertPodsFareAsTheirTemplates(former, said);
        await new ChangePlan((await EksDefaultObjects.ReadAsync(gateway, Stop)).Removal).ExecuteAsync(gateway, Stop);
        await Eventually.TrueAsync("the server still knows the default", () => IsGoneAsync(gateway));
        foreach (var pod in former)
        {
            await gateway.DeleteAsync(
                ResourceTypes.Pods, NamespaceOf(pod), NameOf(pod), DeletePreconditions.None, WriteOptions.Default, Stop);
        }

        foreach (var result in templates.Where(result => result.Kind != NeverRuns))
        {
            output.WriteLine($"{result}: {result.Message ?? result.ProposedPolicy}");
            await Eventually.TrueAsync(
                $"{result} was said ({result.Message ?? result.ProposedPolicy}), and is not so", () => IsSoAsync(gateway, result, former));
        }
    }

    private static async Task<List<PspChangeResult>> ImpactAsync(IClusterGateway gateway)
    {
        var current = await PolicyStateReader.ReadAsync(gateway, Stop);
        var impact = new ClusterImpact(gateway, current, EksDefaultObjects.PolicyChange.ApplyTo(current)) { IncludePods = true };
        var results = new List<PspChangeResult>();
        await foreach (var result in impact.ResultsAsync(Stop))
        {
            if (Namespaces.Contains(result.Namespace))
            {
                results.Add(result);
            }
        }
        return results;
    }

    private static async Task<List<PspChangeResult>> ImpactOfSnapshotAsync(IClusterGateway gateway)
    {
        var folder = Directory.CreateTempSubdirectory("podsecurity-proof-");
        try
        {
            var file = Path.Combine(folder.FullName, "snapshot.json.gz");
            await SnapshotWriter.WriteAsync(gateway, file, overwrite: false, _ => { }, Stop);
            await using var snapshot = await RealCluster.OpenSnapshotAsync(file);
            return await ImpactAsync(snapshot);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Describe(PspChangeResult result) => string.Join(
        " | ", result, result.CurrentPolicy, result.ProposedPolicy, result.Message, string.Join(", ", result.Changes), string.Join(
            ", ", result.Explanation),
        result.Requester, result.ServiceAccount, result.Controller);

    // A running pod is judged as its template would make it again.
    private static void AssertPodsFareAsTheirTemplates(List<JsonObject> pods, List<PspChangeResult> said)
    {
        var outcomes = said.Where(result => result.Kind != "Pod").ToDictionary(
            result => (result.Namespace, result.Name), result => result.Outcome);
        Assert.Equal(pods.Count, said.Count(result => result.Kind == "Pod"));
        Assert.All(pods, pod => Assert.Equal(
            outcomes[(NamespaceOf(pod), AppOf(pod)!)],
            said.Single(result => result.Kind == "Pod" && result.Namespace == NamespaceOf(pod) && result.Name == NameOf(pod)).Outcome));
    }

    private static async Task<bool> IsSoAsync(IClusterGateway gateway, PspChangeResult result, List<JsonObject> former)
    {
        var pods = (await PodsAsync(gateway)).Where(pod => IsOf(pod, result)).ToList();
        if (result.ProposedPolicy is null)
        {
            // Scaled to zero, nobody even tries.
            var tries = former.Exists(pod => IsOf(pod, result)) || result.Outcome == nameof(PspChangeOutcome.AlreadyRejected);
            return pods.Count == 0 && (!tries || (await RefusalsAsync(gateway, result)).Contains(AfterName(result.Message!)));
        }
        var old = former.Where(pod => IsOf(pod, result)).ToList();
        return pods.Count == old.Count && pods.TrueForAll(pod =>
            !old.Exists(other => JsonNode.DeepEquals(other["metadata"]!["uid"], pod["metadata"]!["uid"]))
            && (string?)pod["metadata"]!["annotations"]!["kubernetes.io/psp"] == result.ProposedPolicy
            && result.Changes.All(change => Find(pod, change.Path)?.ToJsonString() == JsonSerializer.Serialize(change.NewValue)));
    }

    private static async Task<List<string>> RefusalsAsync(IClusterGateway gateway, PspChangeResult result)
    {
        var refusals = new List<string>();
        await foreach (var document in gateway.ListAsync(Events, result.Namespace, Stop))
        {
            var happened = JsonNode.Parse(document.Json.Span)!;
            var name = (string)happened["involvedObject"]!["name"]!;
            if ((string?)happened["reason"] == "FailedCreate"
                && (name == result.Name || name.StartsWith($"{result.Name}-", StringComparison.Ordinal)))
            {
                refusals.Add(AfterName((string)happened["message"]!));
            }
        }
        return refusals;
    }

    // The rest of: Error creating: pods "web-5d4f8-" is forbidden: ... Values that the server prints with their addresses are left out.
    private static string AfterName(string message) =>
        PrintedStruct().Replace(message[message.IndexOf("\" is ", StringComparison.Ordinal)..], "");

    [GeneratedRegex(@"core\.SecurityContext\{.*\}: ")]
    private static partial Regex PrintedStruct();

    private static async Task<bool> HaveStartedAsync(IClusterGateway gateway)
    {
        var pods = await PodsAsync(gateway);
        var apps = pods.Select(AppOf).ToHashSet();
        string[] missing =
        [
            .. new[]
            {
                "proof-aws-node", "proof-kube-proxy", "proof-coredns", "web", "careful", "ordinary", "greedy", "impossible", "quiet",
                    "talkative", "database",
                "queue", "import", "lonely", "veteran",
            }.Where(app => !apps.Contains(app)),
        ];
        return missing.Length == 0 && pods.Count(pod => AppOf(pod) == "web") == 3 && pods.Count(
            pod => AppOf(pod) is "ordinary" or "proof-coredns") == 4;
    }

    private static async Task<List<JsonObject>> PodsAsync(IClusterGateway gateway)
    {
        var pods = new List<JsonObject>();
        foreach (var @namespace in Namespaces)
        {
            await foreach (var document in gateway.ListAsync(ResourceTypes.Pods, @namespace, Stop))
            {
                pods.Add(JsonNode.Parse(document.Json.Span)!.AsObject());
            }
        }
        return pods;
    }

    // The server keeps policies and grants in caches of its own.
    private static async Task<bool> IsGoneAsync(IClusterGateway gateway)
    {
        var question = new AccessQuestion(
            "somebody", ["system:authenticated"], "use", "policy", "podsecuritypolicies", EksDefault.PolicyName, "proof");
        var pod = JsonNode.Parse(
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"probe"},"spec":{"serviceAccountName":"app","hostIPC":true,"containers":[{"name":"c","image":"i"}]}}""")!;
        if ((await gateway.ReviewAccessAsync(question, Stop)).Allowed)
        {
            return false;
        }
        try
        {
            await gateway.CreateAsync(ResourceTypes.Pods, "proof", pod.AsObject(), new(DryRun: true), Stop);
            return false;
        }
        catch (ClusterException e) when (e.Failure == ClusterFailure.Forbidden)
        {
            return !e.Message.Contains("eks.privileged", StringComparison.Ordinal);
        }
    }

    private static JsonNode? Find(JsonNode? node, string pointer) =>
        pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal))
        .Aggregate(node, (found, part) => found is JsonArray list
            ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]
            : found?[part]);

    private static bool IsOf(JsonObject pod, PspChangeResult result) => NamespaceOf(pod) == result.Namespace && AppOf(pod) == result.Name;

    private static string NameOf(JsonObject pod) => (string)pod["metadata"]!["name"]!;

    private static string NamespaceOf(JsonObject pod) => (string)pod["metadata"]!["namespace"]!;

    private static string? AppOf(JsonObject pod) => (string?)pod["metadata"]!["labels"]?["app"];
}

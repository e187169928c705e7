using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Cluster.Tests.Differential;

/// <summary>
/// Generated pods are put to the server under generated policies and grants, and to ours: outcome, chosen policy, stored pod and
/// words must be the same. PODSECURITY_DIFFERENTIAL_COUNT asks for more pods.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class AdmissionDifferentialTests(RealCluster cluster, ITestOutputHelper output)
{
    private const int PodsARound = 100;
    private const int AtOnce = 8;

    private static readonly PolicyIdentity[] Requesters =
    [
        PolicyIdentity.ForUser("ann"),
        PolicyIdentity.ForUser("Ann", ["dev"]),
        PolicyIdentity.ForServiceAccount("gen-a", "web"),
        PolicyIdentity.ForUser("root", ["system:masters"]),
    ];

    private readonly ConcurrentQueue<string> _differences = [];
    private readonly ConcurrentDictionary<string, int> _outcomes = [];
    private int _mutated;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_answers_the_same_about_pods()
    {
        await using var gateway = await cluster.ConnectAsync();
        await AdmissionWorld.PrepareAsync(gateway, Stop);
        var requesters = new List<Requester>();
        foreach (var identity in Requesters)
        {
            requesters.Add(new(identity, await cluster.ConnectAsAsync(identity)));
        }

        var count = TestSettings.Number("PODSECURITY_DIFFERENTIAL_COUNT", 400);
        for (var round = 0; round * PodsARound < count; round++)
        {
            await RoundAsync(gateway, requesters, TestSettings.Seed + round);
        }

        foreach (var requester in requesters)
        {
            await requester.Gateway.DisposeAsync();
        }

        var outcomes = string.Join(", ", _outcomes.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key} {entry.Value}"));
        var summary =
            $"seed {TestSettings.Seed}, {_outcomes.Values.Sum()} pods: {outcomes}; mutated {_mutated}; {_differences.Count} differ";
        output.WriteLine(summary);
        Assert.True(_differences.IsEmpty, $"{summary}\n{string.Join("\n\n", _differences.Take(10))}");
        Assert.All([nameof(AdmissionOutcome.Allowed), nameof(AdmissionOutcome.Denied)], outcome => Assert.True(
            _outcomes.ContainsKey(outcome), summary));
    }

    private async Task RoundAsync(IClusterGateway gateway, List<Requester> requesters, int seed)
    {
        var dice = new Dice(seed);
        await using var world = new AdmissionWorld(gateway);
        var policies = new PolicyGenerator(dice);
        var state = await world.CreateAsync(
            RbacGenerator.Policies.Where(_ => dice.Chance(0.85)).Select(policies.Policy), new RbacGenerator(seed), dice, Stop);
        var pods = new PodGenerator(dice);
        var questions = Enumerable.Range(0, PodsARound)
            .Select(_ => new Question(seed, pods.Pod(dice.Pick(RbacGenerator.Namespaces)), dice.Pick(requesters)))
            .ToArray();
        var tests = requesters.ToDictionary(requester => requester, requester => new PodTest(
            state, new() { Requester = requester.Identity, TokenVolume = TokenVolume.Secret }));
        await Parallel.ForEachAsync(
            questions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop }, async (question, _) =>
            await CompareAsync(question, tests[question.Requester], state));
    }

    private async Task CompareAsync(Question question, PodTest test, PolicyState state)
    {
        var document = new ManifestDocument(Encoding.UTF8.GetBytes(question.Pod.ToJsonString()), new DocumentSource("generated"));
        var ours = test.Test(WorkloadDecoder.Decode(document)!);
        var server = await ServerAnswer.AskAsync(
            question.Requester.Gateway, ResourceTypes.Pods, (string?)question.Pod["metadata"]!["namespace"], question.Pod, Stop);
        _outcomes.AddOrUpdate(ours.Outcome, 1, (_, number) => number + 1);
        if (ours.Mutated)
        {
            Interlocked.Increment(ref _mutated);
        }

        if (PodAnswer.Difference(server, ours) is { } difference)
        {
            var policies = string.Join('\n', state.Policies.Select(Text));
            _differences.Enqueue(
                $"seed {question.Seed}, {question.Requester.Identity}: {question.Pod.ToJsonString()}\n{policies}\n{difference}");
        }
    }

    private static string Text(PodSecurityPolicy policy)
    {
        var json = JsonSerializer.SerializeToNode(policy, KubernetesJson.Default.PodSecurityPolicy)!;
        return $"{policy.Name} {json["metadata"]!["annotations"]?.ToJsonString()} {json["spec"]!.ToJsonString()}";
    }

    private sealed record Requester(PolicyIdentity Identity, IClusterGateway Gateway);

    private sealed record Question(int Seed, JsonObject Pod, Requester Requester);
}

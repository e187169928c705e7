using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;
using PodSecurity.Validation;

namespace PodSecurity.Cluster.Tests.Differential;

/// <summary>
/// Generated policies, many of them faulty, are put to the server and to ours: the refusals must be the same word by word.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class ValidationDifferentialTests(RealCluster cluster, ITestOutputHelper output)
{
    private const int AtOnce = 8;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_answers_the_same_about_policies()
    {
        await using var gateway = await cluster.ConnectAsync();
        var count = TestSettings.Number("PODSECURITY_DIFFERENTIAL_COUNT", 400);
        var differences = new ConcurrentQueue<string>();
        var refused = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop }, async (i, _) =>
        {
            var policy = Policy(TestSettings.Seed + i);
            var answer = await ServerAnswer.AskAsync(gateway, ResourceTypes.PodSecurityPolicies, null, policy, Stop);
            Interlocked.Add(ref refused, answer.Refusal is null ? 0 : 1);
            var document = new ManifestDocument(Encoding.UTF8.GetBytes(policy.ToJsonString()), new DocumentSource("generated"));
            var ours = PspValidator.Validate(PolicyDecoder.Decode(document)!);
            if (!IsSame(answer.Refusal, ours))
            {
                differences.Enqueue(
                    $"seed {TestSettings.Seed + i}: {policy.ToJsonString()}\nserver {answer.Refusal}\nours   {ours.Message}");
            }
        });

        var summary = $"seed {TestSettings.Seed}, {count} policies: {refused} refused; {differences.Count} differ";
        output.WriteLine(summary);
        Assert.True(differences.IsEmpty, $"{summary}\n{string.Join("\n\n", differences.Take(10))}");
        Assert.InRange(refused, 1, count - 1);
    }

    // The server walks labels and annotations in random order.
    private static bool IsSame(string? refusal, PspValidationResult ours) =>
        refusal == ours.Message
        || (refusal?.Length == ours.Message?.Length && ours.Errors.All(
            error => refusal!.Contains(error.Message, StringComparison.Ordinal)));

    private static JsonObject Policy(int seed)
    {
        var dice = new Dice(seed);
        var policy = new PolicyGenerator(dice).Policy("generated");
        var damage = new PolicyDamage(dice);
        for (var faults = dice.Number(0, 3); faults > 0; faults--)
        {
            damage.Apply(policy);
        }

        return policy;
    }
}

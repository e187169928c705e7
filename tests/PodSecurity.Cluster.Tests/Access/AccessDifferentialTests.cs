using System.Text.Json.Nodes;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Verdicts;

namespace PodSecurity.Cluster.Tests.Access;

/// <summary>
/// Generated roles and bindings are put on the server, and every question is asked twice: the server (SubjectAccessReview), and
/// <see cref="PolicyAccess"/> over the objects as the server lists them. PODSECURITY_TEST_ACCESS_QUESTIONS asks for more questions.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class AccessDifferentialTests(RealCluster cluster, ITestOutputHelper output)
{
    private const int QuestionsARound = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_answers_the_same()
    {
        await using var gateway = await cluster.ConnectAsync();
        var questions = TestSettings.Number("PODSECURITY_TEST_ACCESS_QUESTIONS", 300);
        output.WriteLine($"seed {TestSettings.Seed}, {questions} questions of {QuestionsARound} a round");
        foreach (var @namespace in RbacGenerator.Namespaces)
        {
            await EnsureNamespaceAsync(gateway, @namespace);
        }

        var allowed = 0;
        for (var round = 0; round * QuestionsARound < questions; round++)
        {
            allowed += await RoundAsync(gateway, TestSettings.Seed + round);
        }

        output.WriteLine($"allowed: {allowed}");
        Assert.InRange(allowed, 1, questions * PolicyUseRequest.ApiGroups.Count - 1);
    }

    private static async Task<int> RoundAsync(IClusterGateway gateway, int seed)
    {
        var generator = new RbacGenerator(seed);
        await using var world = new RbacWorld(gateway);
        await world.CreateAsync(generator.Roles(), generator.Bindings(), Stop);
        var state = await world.SettledAsync(Stop);
        var access = new PolicyAccess(state.Roles, state.Bindings);
        var allowed = 0;
        for (var i = 0; i < QuestionsARound; i++)
        {
            var (identity, @namespace, policy) = (generator.Identity(), generator.Namespace(), generator.Policy());
            var answers = new List<AccessAnswer>();
            foreach (var group in PolicyUseRequest.ApiGroups)
            {
                var question = new AccessQuestion(
                    identity.User, identity.Groups, PolicyUseRequest.Verb, group, PolicyUseRequest.Resource, policy, @namespace);
                var answer = await gateway.ReviewAccessAsync(question, Stop);
                AssertSame(seed, question, answer, access.Authorize(question), state);
                answers.Add(answer);
            }

            Assert.Equal(answers.Exists(answer => answer.Allowed), access.MayUse(identity, @namespace, policy));
            allowed += answers.Count(answer => answer.Allowed);
        }

        return allowed;
    }

    private static void AssertSame(int seed, AccessQuestion question, AccessAnswer server, AccessAnswer ours, PolicyState state)
    {
        var what = $"seed {seed}: {question} of groups {string.Join(", ", question.Groups)}: server {server}, ours {ours}";
        Assert.True(server.Allowed == ours.Allowed, what);
        if (ours.Allowed)
        {
            // The server names any of the bindings that allow it: each of them alone must give that reason.
            Assert.True(
                state.Bindings.Select(binding => new PolicyAccess(state.Roles, [binding]).Authorize(question)).Contains(server), what);
        }
        else
        {
            Assert.True(Words(server).SetEquals(Words(ours)), what);
        }
    }

    private static HashSet<string> Words(AccessAnswer answer) => [.. answer.Reason.Replace("RBAC: ", "").Trim('[', ']').Split(", ")];

    private static async Task EnsureNamespaceAsync(IClusterGateway gateway, string name)
    {
        if (await gateway.GetAsync(ResourceTypes.Namespaces, null, name, Stop) is null)
        {
            var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };
            await gateway.CreateAsync(ResourceTypes.Namespaces, null, body, WriteOptions.Default, Stop);
        }
    }
}

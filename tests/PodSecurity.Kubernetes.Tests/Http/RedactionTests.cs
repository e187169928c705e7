using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.Tests.Http;

/// <summary>No credential in anything that a user may see, whatever happens.</summary>
public sealed class RedactionTests
{
    private const string Secret = "s3cr3t-t0k3n";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Users =>
    [
        $$"""{token: {{Secret}} }""",
        $$"""{username: jane, password: {{Secret}} }""",
        $$"""{exec: {command: /bin/echo, apiVersion: client.authentication.k8s.io/v1, args: ['{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"{{Secret}}"} }'], env: [{name: X, value: {{Secret}} }]} }""",
        $$"""{exec: {command: /bin/false, apiVersion: client.authentication.k8s.io/v1, args: [{{Secret}}], env: [{name: X, value: {{Secret}} }]} }""",
    ];

    [Theory]
    [MemberData(nameof(Users))]
    public async Task Nothing_that_is_said_holds_a_credential(string user)
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var gateway = cluster.Connect(user);
        var said = new List<string>();
        foreach (var answer in new[] { FakeAnswers.Json("{}"), FakeAnswers.Status(401, "Unauthorized", "no"), FakeAnswers.Status(
            500, "InternalError", "no"), FakeAnswers.Text("<html>"), FakeAnswers.Cut })
        {
            cluster.Server.OnGet("/api/v1/namespaces/x", answer);
            said.Add(await OutcomeAsync(gateway));
        }

        said.AddRange(cluster.Log.All);
        Assert.All(said, text => Assert.DoesNotContain(Secret, text));
        Assert.All(said, text => Assert.DoesNotContain(FakeApiServer.Base64($"jane:{Secret}"), text));
    }

    private static async Task<string> OutcomeAsync(IClusterGateway gateway)
    {
        try
        {
            await gateway.GetAsync(ResourceTypes.Namespaces, null, "x", Token);
            return "";
        }
        catch (ClusterException error)
        {
            return error.ToString();
        }
    }
}

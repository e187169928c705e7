using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.Tests.Http;

/// <summary>What an API server warns of when something is changed reaches the user, as with kubectl.</summary>
public sealed class ServerWarningTests
{
    private const string Path = "/api/v1/namespaces/x";
    private const string Namespace = """{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"x"}}""";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(new[] { """299 - "plain" """ }, new[] { "plain" })]
    [InlineData(
        new[] { """299 - "existing pods in namespace \"x\" violate the new PodSecurity enforce level \"baseline:latest\"" """,
            """299 - "a: hostPort" """ },
        new[] { "existing pods in namespace \"x\" violate the new PodSecurity enforce level \"baseline:latest\"", "a: hostPort" })]
    [InlineData(new[] { """299 - "one", 299 - "two, and a \\ backslash" """ }, new[] { "one", "two, and a \\ backslash" })]
    [InlineData(new[] { """199 - "of a proxy" """ }, new string[0])]
    public async Task Warnings_of_a_change_are_shown(string[] headers, string[] expected)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.On("PUT", Path, Warning(headers));

        await cluster.Connect().ReplaceAsync(
            ResourceTypes.Namespaces, null, "x", JsonNode.Parse(Namespace)!.AsObject(), WriteOptions.Default, Token);

        Assert.Equal(expected, cluster.Log.Warnings);
    }

    [Fact]
    public async Task Warnings_of_a_read_are_not()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, Warning(["""299 - "deprecated" """]));

        await cluster.Connect().GetAsync(ResourceTypes.Namespaces, null, "x", Token);

        Assert.Empty(cluster.Log.Warnings);
    }

    private static FakeAnswer Warning(string[] headers) => (context, request) =>
    {
        context.Response.Headers["Warning"] = headers.Select(header => header.Trim()).ToArray();
        return FakeAnswers.Json(Namespace)(context, request);
    };
}

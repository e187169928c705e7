using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.Tests.Http;

public sealed class ImpersonationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_says_as_whom_it_is_made()
    {
        await using var cluster = await FakeCluster.StartAsync();
        const string user =
            "{as: jané, as-uid: '42', as-groups: [devs, 'system:masters'], as-user-extra: {'example.com/scope': [view, edit], 'ü%': [x]}}";

        await cluster.Connect(user).GetAsync(ResourceTypes.Namespaces, null, "x", Token);

        var request = cluster.Server.Requests.Single();
        Assert.Equal("jané", request.Header("Impersonate-User"));
        Assert.Equal("42", request.Header("Impersonate-Uid"));
        Assert.Equal(["devs", "system:masters"], request.Headers["Impersonate-Group"]);
        Assert.Equal(["view", "edit"], request.Headers["Impersonate-Extra-example.com%2Fscope"]);
        Assert.Equal("x", request.Header("Impersonate-Extra-%C3%BC%25"));
    }

    [Fact]
    public async Task Nobody_is_impersonated_unasked()
    {
        await using var cluster = await FakeCluster.StartAsync();

        await cluster.Connect().GetAsync(ResourceTypes.Namespaces, null, "x", Token);

        Assert.DoesNotContain(
            cluster.Server.Requests.Single().Headers.Keys, name => name.StartsWith("Impersonate", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("jane\r\nX-Evil: 1")]
    [InlineData("jane\nImpersonate-Group: system:masters")]
    public async Task A_name_that_HTTP_does_not_allow_stops_the_request(string name)
    {
        await using var cluster = await FakeCluster.StartAsync();

        var error = await Assert.ThrowsAsync<ClusterException>(
            () => cluster.Connect(options: new() { As = name }).GetAsync(ResourceTypes.Namespaces, null, "x", Token));

        Assert.Equal(ClusterFailure.Configuration, error.Failure);
        Assert.Empty(cluster.Server.Requests);
    }
}

using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Gateway;

namespace PodSecurity.Kubernetes.Tests.Http;

public sealed class ProxyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_go_through_the_proxy_of_the_kubeconfig()
    {
        await using var proxy = await FakeCluster.StartAsync();
        await using var gateway = await ConnectAsync(proxy, "http://elsewhere.invalid");

        Assert.Null(await gateway.GetAsync(ResourceTypes.Namespaces, null, "x", Token));

        Assert.Equal("http://elsewhere.invalid/api/v1/namespaces/x", proxy.Server.Requests[0].Path);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_an_error_without_its_password()
    {
        await using var proxy = await FakeCluster.StartAsync();
        await using var gateway = await ConnectAsync(proxy, "https://elsewhere.invalid");

        var error = await Assert.ThrowsAsync<ClusterException>(() => gateway.GetAsync(ResourceTypes.Namespaces, null, "x", Token));

        Assert.Equal(ClusterFailure.Connection, error.Failure);
        Assert.Contains("the proxy refused the connection", error.Message);
        Assert.DoesNotContain("s3cret", $"{error}{string.Join('\n', proxy.Log.All)}");
    }

    private static async Task<IClusterGateway> ConnectAsync(FakeCluster proxy, string server)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("config", $$"""
            current-context: a
            contexts: [{name: a, context: {cluster: a} }]
            clusters: [{name: a, cluster: {server: "{{server}}", proxy-url: "http://jane:s3cret@127.0.0.1:{{proxy.Server.Address.Port}}/"} }]
            """);
        return await ClusterGatewayFactory.ConnectAsync(new() { KubeConfig = file }, proxy.Log, Token);
    }
}

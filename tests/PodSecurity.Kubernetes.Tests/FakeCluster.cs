using System.Security.Cryptography.X509Certificates;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Gateway;
using PodSecurity.Kubernetes.Http;
using PodSecurity.Kubernetes.KubeConfig;
using PodSecurity.Kubernetes.Targets;

namespace PodSecurity.Kubernetes.Tests;

/// <summary>A fake API server and a gateway to it that does not wait long between attempts.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IClusterGateway> _gateways = [];

    private FakeCluster(FakeApiServer server, X509Certificate2? authority) => (Server, Authority) = (server, authority);

    public FakeApiServer Server { get; }
    public X509Certificate2? Authority { get; }
    public RecordingLog Log { get; } = new();

    /// <summary>The surroundings of this test run, without a proxy.</summary>
    public KubeEnvironment Environment { get; set; } = KubeEnvironment.Current(
        Directory.GetCurrentDirectory()) with { Patience = PluginPatience.Interactive };

    /// <summary>Over http, where no credentials are sent.</summary>
    public static async Task<FakeCluster> StartAsync() => new(await FakeApiServer.StartAsync(), null);

    /// <summary>Over https, with a certificate for 127.0.0.1 that the kubeconfig's authority signed.</summary>
    public static async Task<FakeCluster> StartTlsAsync(Func<TestCertificates, X509Certificate2>? certificate = null)
    {
        var certificates = new TestCertificates();
        return new(await FakeApiServer.StartAsync((certificate ?? (made => made.Server("127.0.0.1")))(certificates)),
            certificates.Authority);
    }

    /// <summary>Over https, with a certificate of an authority that may not be the kubeconfig's.</summary>
    public static async Task<FakeCluster> StartTlsAsync(X509Certificate2 certificate, X509Certificate2 authority) =>
        new(await FakeApiServer.StartAsync(certificate), authority);

    public IClusterGateway Connect(
        string user = "{}", string cluster = "", ClusterConnectionOptions? options = null, int longestAnswer = 16 << 20) =>
        Connect(Server.KubeConfig(user, Authority, cluster), options, longestAnswer);

    /// <summary>Trusts any certificate.</summary>
    public IClusterGateway ConnectUnchecked() => Connect(Server.KubeConfig(cluster: ", insecure-skip-tls-verify: true"), null, 16 << 20);

    private LiveClusterGateway Connect(string kubeConfig, ClusterConnectionOptions? options, int longestAnswer)
    {
        var file = _folder.Write("config", kubeConfig);
        var target = ClusterTargetResolver.Resolve((options ?? new()) with { KubeConfig = file }, Environment, Log);
        var retries = new ApiRetries(Log, TimeSpan.FromMilliseconds(1));
        var gateway = new LiveClusterGateway(new(target, options?.RequestTimeout, Log, retries) { LongestAnswer = longestAnswer });
        _gateways.Add(gateway);
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
        {
            await gateway.DisposeAsync();
        }
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}

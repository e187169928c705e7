using System.Security.Cryptography.X509Certificates;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;
using PodSecurity.Testing;

namespace PodSecurity.Kubernetes.Tests.Http;

public sealed class TlsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_of_the_kubeconfigs_authority_for_the_host_is_trusted()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();

        Assert.Null(await GetAsync(cluster.Connect()));
    }

    public static TheoryData<string, Func<TestCertificates, X509Certificate2>, string> BadCertificates => new()
    {
        { "expired", made => made.Server("127.0.0.1", DateTimeOffset.UtcNow.AddDays(-2)), "certificate expired on " },
        { "other host", made => made.Server("kubernetes.example"), "certificate is for another host (kubernetes.example)" },
        { "other authority", _ => new TestCertificates().Server("127.0.0.1"), "not signed by the authority of the kubeconfig" },
        { "self-signed", _ => TestCertificates.SelfSigned("CN=127.0.0.1"), "not trusted" },
    };

    [Theory]
    [MemberData(nameof(BadCertificates))]
    public async Task Any_other_certificate_is_refused_with_its_reason(string name, Func<TestCertificates, X509Certificate2> certificate, string reason)
    {
        await using var cluster = await FakeCluster.StartTlsAsync(certificate);

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect()));

        Assert.Equal(ClusterFailure.Connection, error.Failure);
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{name}: {error.Message}");
        Assert.Empty(cluster.Server.Requests);
    }

    [Fact]
    public async Task The_name_to_check_can_be_given()
    {
        await using var cluster = await FakeCluster.StartTlsAsync(made => made.Server("kubernetes.example"));

        Assert.Null(await GetAsync(cluster.Connect(cluster: ", tls-server-name: kubernetes.example")));
    }

    [Fact]
    public async Task The_check_can_be_switched_off_with_a_warning()
    {
        await using var cluster = await FakeCluster.StartTlsAsync(_ => new TestCertificates().Server("elsewhere"));
        var gateway = cluster.ConnectUnchecked();

        Assert.Null(await GetAsync(gateway));
        Assert.Contains("insecure-skip-tls-verify", Assert.Single(cluster.Log.Warnings));
    }

    [Fact]
    public async Task Https_to_an_http_server_says_so()
    {
        await using var cluster = await FakeCluster.StartAsync();
        using var folder = new TemporaryFolder();
        var file = folder.Write("config", cluster.Server.KubeConfig().Replace("http://", "https://"));
        await using var gateway = await Kubernetes.Gateway.ClusterGatewayFactory.ConnectAsync(new() { KubeConfig = file }, cluster.Log, Token);

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(gateway));

        Assert.Contains("Check that the server speaks https", error.Message);
    }

    [Fact]
    public async Task A_client_certificate_is_shown()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        string? shown = null;
        cluster.Server.OnGet("/api/v1/namespaces/x", (context, request) =>
        {
            shown = context.Connection.ClientCertificate?.Subject;
            return FakeAnswers.NotServed(context, request);
        });
        using var client = new TestCertificates().Client("jane");
        var key = client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

        await GetAsync(cluster.Connect($$"""{client-certificate-data: {{FakeApiServer.Base64(client.ExportCertificatePem())}}, client-key-data: {{FakeApiServer.Base64(key)}}}"""));

        Assert.Equal("CN=jane", shown);
    }

    [Fact]
    public async Task A_client_certificate_without_its_own_key_is_refused()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var certificates = new TestCertificates();
        var key = certificates.Client("mallory").GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        var user = $$"""{client-certificate-data: {{FakeApiServer.Base64(certificates.Client("jane").ExportCertificatePem())}}, client-key-data: {{FakeApiServer.Base64(key)}}}""";

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect(user)));

        Assert.Equal(ClusterFailure.Authentication, error.Failure);
        Assert.Contains("user 'tester'", error.Message);
    }

    private static Task<ManifestDocument?> GetAsync(IClusterGateway gateway) => gateway.GetAsync(ResourceTypes.Namespaces, null, "x", Token);
}

using System.ComponentModel;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;
using PodSecurity.Kubernetes.Credentials;
using PodSecurity.Kubernetes.Http;

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
    public async Task Any_other_certificate_is_refused_with_its_reason(
        string name, Func<TestCertificates, X509Certificate2> certificate, string reason)
    {
        await using var cluster = await FakeCluster.StartTlsAsync(certificate);

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect()));

        Assert.Equal(ClusterFailure.Connection, error.Failure);
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{name}: {error.Message}");
        Assert.Empty(cluster.Server.Requests);
    }

    [Fact]
    public async Task An_authority_need_not_be_a_root()
    {
        var lower = new TestCertificates().Below();
        await using var cluster = await FakeCluster.StartTlsAsync(lower.Server("127.0.0.1"), lower.Authority);

        Assert.Null(await GetAsync(cluster.Connect()));
    }

    [Fact]
    public async Task The_certificate_itself_may_be_the_authority()
    {
        var server = new TestCertificates().Server("127.0.0.1");
        await using var cluster = await FakeCluster.StartTlsAsync(server, server);

        Assert.Null(await GetAsync(cluster.Connect()));
    }

    public static TheoryData<string, Func<TestCertificates, X509Certificate2>, Func<TestCertificates, X509Certificate2>, string>
        BadChains => new()
    {
        { "other host", lower => lower.Server("elsewhere"), lower => lower.Authority, "for another host (elsewhere)" },
        { "itself, other host", lower => lower.Server("elsewhere"), _ => new TestCertificates().Authority, "for another host (elsewhere)" },
        { "other authority", lower => lower.Server(
            "127.0.0.1"), _ => new TestCertificates().Below().Authority, "not signed by the authority of the kubeconfig" },
        { "same name, other key", _ => new TestCertificates().Below().Server(
            "127.0.0.1"), lower => lower.Authority, "not signed by the authority of the kubeconfig" },
    };

    [Theory]
    [MemberData(nameof(BadChains))]
    public async Task An_authority_that_is_no_root_vouches_for_nothing_else(
        string name, Func<TestCertificates, X509Certificate2> certificate, Func<TestCertificates, X509Certificate2> authority,
            string reason)
    {
        var lower = new TestCertificates().Below();
        await using var cluster = await FakeCluster.StartTlsAsync(certificate(lower), authority(lower));

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect()));

        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{name}: {error.Message}");
        Assert.Empty(cluster.Server.Requests);
    }

    [Fact]
    public async Task An_authority_that_has_expired_is_named()
    {
        var lower = new TestCertificates().Below(expires: DateTimeOffset.UtcNow.AddDays(-1));
        await using var cluster = await FakeCluster.StartTlsAsync(
            lower.Server("127.0.0.1", DateTimeOffset.UtcNow.AddDays(-2)), lower.Authority);
        await using var valid = await FakeCluster.StartTlsAsync(lower.Server("127.0.0.1"), lower.Authority);

        Assert.Contains(
            "its certificate expired on", (await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect()))).Message);
        Assert.Contains(
            "the certificate of its authority (CN=lower authority) expired on",
                (await Assert.ThrowsAsync<ClusterException>(() => GetAsync(valid.Connect()))).Message);
    }

    /// <summary>A platform may call a fault of its own policy a wrong name.</summary>
    [Fact]
    public void A_name_that_matches_is_not_blamed()
    {
        using var certificate = new TestCertificates().Server("host");

        var blamed = ServerCertificateException.For(
            certificate, null, SslPolicyErrors.RemoteCertificateNameMismatch, "host", hasAuthorities: true);

        Assert.DoesNotContain("another host", blamed.Message);
    }

    [Theory]
    [InlineData("error:0A00042E:SSL routines::tlsv1 alert protocol version", 0, "no version of TLS in common")]
    [InlineData("connection failed, errSSLPeerProtocolVersion (-9836)", 0, "no version of TLS in common")]
    [InlineData("The function requested is not supported", unchecked((int)0x80090302), "no version of TLS in common")]
    [InlineData("error:0A00010B:SSL routines::wrong version number", 0, "does not speak TLS")]
    [InlineData("Cannot determine the frame size or a corrupted frame was received.", 0, "does not speak TLS")]
    [InlineData("error:0A00045C:SSL routines::tlsv13 alert certificate required", 0, "does not accept the client certificate")]
    [InlineData("something else", 0, "something else. Check that the server speaks https")]
    public void What_the_platforms_say_of_a_failed_handshake_is_told_in_words(string said, int code, string told) =>
        Assert.Contains(
            told, TlsTrouble.Describe(
                new HttpRequestException(
                    "The SSL connection could not be established.", new AuthenticationException(
                        "Authentication failed.", new Win32Exception(code, said)))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_certificate_comes_with_its_key_on_every_platform(bool isWindows)
    {
        using var client = new TestCertificates().Client("jane");
        var pem = new ClientCertificate(client.ExportCertificatePem(), client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        using var loaded = ClientCertificateLoader.Load(pem, isWindows).TargetCertificate;

        Assert.Equal(("CN=jane", true), (loaded.Subject, loaded.HasPrivateKey));
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
        await using var gateway = await Kubernetes.Gateway.ClusterGatewayFactory.ConnectAsync(
            new() { KubeConfig = file }, cluster.Log, Token);

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

        await GetAsync(
            cluster.Connect(
                $$"""{client-certificate-data: {{FakeApiServer.Base64(client.ExportCertificatePem())}}, client-key-data: {{FakeApiServer.Base64(key)}}}"""));

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

    private static Task<ManifestDocument?> GetAsync(IClusterGateway gateway) =>
        gateway.GetAsync(ResourceTypes.Namespaces, null, "x", Token);
}

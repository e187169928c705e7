using PodSecurity.Cluster;
using PodSecurity.Kubernetes.KubeConfig;
using PodSecurity.Kubernetes.Targets;

namespace PodSecurity.Kubernetes.Tests.KubeConfig;

public sealed class ClusterTargetResolverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("server: 'https://host:6443'", "https://host:6443/")]
    [InlineData("server: 'https://host/k8s/clusters/c-1/'", "https://host/k8s/clusters/c-1/")]
    [InlineData("server: 'https://host/k8s?a=b#c'", "https://host/k8s/")]
    [InlineData("server: host", "http://host/")]
    [InlineData("server: 'host:8080'", "http://host:8080/")]
    [InlineData("server: 'host:6443', insecure-skip-tls-verify: true", "https://host:6443/")]
    [InlineData("server: 'https://[::1]:6443'", "https://[::1]:6443/")]
    public void The_server_is_read_as_kubectl_reads_it(string cluster, string server) =>
        Assert.Equal(server, Resolve(cluster).Server.AbsoluteUri);

    [Theory]
    [InlineData("{}", "The cluster 'c' in FILE has no server.")]
    [InlineData("{server: 'ftp://x'}", "The server 'ftp://x' of cluster 'c' in FILE is not an https address.")]
    [InlineData("{server: 'https://x', proxy-url: 'x:1'}", "The proxy-url of cluster 'c' in FILE is not an http, https or socks5 address.")]
    [InlineData("{server: 'https://x', tls-server-name: 'a b'}", "The tls-server-name of cluster 'c' in FILE is no host name.")]
    [InlineData("{server: 'https://x', certificate-authority: nope.crt}", "nope.crt of cluster 'c' in FILE cannot be read")]
    [InlineData("{server: 'https://x', certificate-authority-data: '%%%'}",
        "certificate-authority-data of cluster 'c' in FILE cannot be read")]
    [InlineData("{server: 'https://x', certificate-authority-data: YWJj}",
        "certificate-authority-data of cluster 'c' in FILE holds no PEM certificate")]
    [InlineData("{server: 'https://x', insecure-skip-tls-verify: true, certificate-authority-data: YWJj}",
        "both insecure-skip-tls-verify and a certificate authority")]
    public void A_wrong_cluster_is_an_error_that_names_it(string cluster, string expected) =>
        AssertError(expected, () => Resolve($"{cluster}"));

    [Theory]
    [InlineData("{token: a, username: b}", "The user 'u' in FILE has a token and a username or password; only one is allowed.")]
    [InlineData("{client-certificate-data: YWJj}", "has a client certificate but no client-key or client-key-data")]
    [InlineData("{client-certificate: nope.crt, client-key: nope.key}", "nope.crt of user 'u' in FILE cannot be read")]
    [InlineData("{client-certificate-data: '%', client-key: nope.key}", "client-certificate-data of user 'u' in FILE cannot be read")]
    [InlineData("{auth-provider: {name: gcp}}", "gke-gcloud-auth-plugin")]
    [InlineData("{auth-provider: {name: azure}}", "kubelogin convert-kubeconfig")]
    [InlineData("{auth-provider: {name: oidc}}", "exec plugin")]
    [InlineData("{as-groups: [admins]}", "The user 'u' in FILE impersonates groups, a uid or extras but no user ('as').")]
    [InlineData("{exec: {command: aws, apiVersion: client.authentication.k8s.io/v9}}", "client.authentication.k8s.io/v1beta1")]
    public void A_wrong_user_is_an_error_that_names_it(string user, string expected) =>
        AssertError(expected, () => Resolve("server: 'https://x'", user));

    [Fact]
    public void An_unknown_context_is_an_error_with_the_known_ones()
    {
        AssertError(
            "There is no context 'A' in FILE. Choose one with -Context: a, nothing, stray-cluster, stray-user.", () => Resolve(
                "server: x", options: new() { Context = "A" }));
        AssertError(
            "The context 'stray-user' in FILE names the user 'nobody', which is in none of the kubeconfig files.", () => Resolve(
                "server: x", options: new() { Context = "stray-user" }));
        AssertError(
            "The context 'stray-cluster' in FILE names the cluster 'nowhere', which is in none of the kubeconfig files.", () => Resolve(
                "server: x", options: new() { Context = "stray-cluster" }));
        AssertError("The context 'nothing' in FILE names no cluster.", () => Resolve("server: x", options: new() { Context = "nothing" }));
    }

    [Fact]
    public void Without_any_context_the_error_says_what_to_do()
    {
        var file = _folder.Write("config", "contexts: [{name: b, context: {}}, {name: a, context: {}}]");

        AssertError(
            "No cluster is chosen: FILE has no current context. Choose one with -Context: a, b.", () => ClusterTargetResolver.Resolve(
                new() { KubeConfig = file }, Environment(), _log));
        AssertError(
            "No cluster is chosen: there is no kubeconfig file (KUBECONFIG is not set, and no home folder is known).",
                () => ClusterTargetResolver.Resolve(new(), Environment() with { Variables = new Dictionary<string, string>() }, _log));
        AssertError("No cluster is chosen: there is no kubeconfig file", () => ClusterTargetResolver.Resolve(new(), Environment(), _log));
    }

    [Fact]
    public async Task Inside_a_cluster_the_service_account_of_the_pod_is_used()
    {
        _folder.Write("serviceaccount/token", "one\n");
        _folder.Write("serviceaccount/namespace", "team-a\n");
        _folder.Write("serviceaccount/ca.crt", new TestCertificates().Authority.ExportCertificatePem());
        var environment = Environment(host: "fd00::1");

        var target = ClusterTargetResolver.Resolve(new() { As = "jane" }, environment, _log);

        Assert.Equal(new("in-cluster", "https://[fd00::1]", "team-a", "jane"), target.Identity);
        Assert.Single(target.Authorities!);
        Assert.Equal("Bearer one", await HeaderAsync(target));
        _folder.Write("serviceaccount/token", "two");
        Assert.Equal("Bearer two", await HeaderAsync(target));
    }

    [Fact]
    public void A_context_goes_before_the_cluster_around()
    {
        _folder.Write("serviceaccount/token", "one");
        var environment = Environment(host: "host");

        Assert.Equal("a", ClusterTargetResolver.Resolve(new() { KubeConfig = Config("server: x", "{}") }, environment, _log).Identity.Name);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{token: secret}", "Bearer secret")]
    [InlineData("{username: jane, password: 'pä:ss'}", "Basic amFuZTpww6Q6c3M=")]
    [InlineData("{tokenFile: token}", "Bearer from-file")]
    [InlineData("{tokenFile: token, token: secret}", "Bearer from-file")]
    [InlineData("{tokenFile: missing, token: secret}", "Bearer secret")]
    [InlineData("{token: secret, exec: {command: nope, apiVersion: client.authentication.k8s.io/v1}}", "Bearer secret")]
    public async Task Credentials_are_chosen_as_kubectl_does(string user, string? header)
    {
        _folder.Write("token", "from-file\n");

        Assert.Equal(header, await HeaderAsync(Resolve("server: 'https://x'", user)));
    }

    [Fact]
    public async Task No_credential_goes_over_plain_http() =>
        Assert.Null(await HeaderAsync(Resolve("server: 'http://x'", "{token: secret}")));

    [Fact]
    public async Task A_token_file_that_cannot_be_read_is_an_authentication_error()
    {
        var error = await Assert.ThrowsAsync<ClusterException>(() => HeaderAsync(Resolve("server: 'https://x'", "{tokenFile: missing}")));

        Assert.Equal(ClusterFailure.Authentication, error.Failure);
        Assert.Contains(Path.Combine(_folder.Path, "missing"), error.Message);
    }

    [Theory]
    [InlineData("{as: k, as-groups: [g]}", null, null, "k", "g")]
    [InlineData("{as: k, as-groups: [g]}", "o", null, "o", "g")]
    [InlineData("{as: k, as-groups: [g]}", "o", "h", "o", "h")]
    [InlineData("{as: k}", null, "h", "k", "h")]
    [InlineData("{}", "o", "h", "o", "h")]
    public void As_and_AsGroup_replace_what_the_kubeconfig_says_each_for_itself(
        string user, string? asUser, string? asGroup, string expectedUser, string expectedGroup)
    {
        var impersonation = Resolve("server: x", user, new() { As = asUser, AsGroup = asGroup is null ? [] : [asGroup] }).Impersonation;

        Assert.Equal((expectedUser, expectedGroup), (impersonation.User, string.Join(",", impersonation.Groups)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_As_is_not_taken_for_oneself(string user) =>
        AssertError("-As is empty", () => Resolve("server: x", options: new() { As = user }));

    [Theory]
    [InlineData("")]
    [InlineData("a", "")]
    public void An_empty_group_is_refused(params string[] groups) =>
        AssertError("-AsGroup holds an empty name", () => Resolve("server: x", options: new() { As = "jane", AsGroup = groups }));

    [Theory]
    [InlineData("first\nsecond")]
    [InlineData("token\r\n")]
    public async Task A_token_with_a_line_break_is_an_error_that_does_not_quote_it(string token)
    {
        _folder.Write("token", token + "|end");
        AssertError(
            "The token of user 'u' in FILE cannot be used: the token holds a line break", () => Resolve(
                "server: 'https://x'", $"{{token: {System.Text.Json.JsonSerializer.Serialize(token)}}}"));

        var error = await Assert.ThrowsAsync<ClusterException>(() => HeaderAsync(Resolve("server: 'https://x'", "{tokenFile: token}")));

        Assert.Equal(ClusterFailure.Authentication, error.Failure);
        Assert.Contains("holds a line break", error.Message);
        Assert.DoesNotContain("first", error.ToString());
    }

    [Theory]
    [InlineData("ftp://jane:s3cret@host")]
    [InlineData("https://jane:s3cret@host:port")]
    [InlineData("jane:s3cret@host:99999")]
    [InlineData("https//jane:s3cret@host:99999")]
    public void A_broken_server_is_quoted_without_its_password(string server)
    {
        var error = Assert.Throws<ClusterException>(() => Resolve($"server: '{server}'"));

        Assert.DoesNotContain("s3cret", error.ToString());
        Assert.Contains("***@host", error.Message);
    }

    [Theory]
    [InlineData("large", "it is longer than 1 MiB")]
    [InlineData("/dev/zero", "not a regular file")]
    [InlineData("\"a\\0b\"", "no possible file name")]
    public async Task Files_that_are_none_or_have_no_end_are_refused(string name, string why)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name[0] == '/', "Devices have other names there.");
        _folder.Write("large", new string('a', 2 << 20));

        AssertError($"of cluster 'c' in FILE cannot be read: ", () => Resolve($"server: 'https://x', certificate-authority: {name}"), why);
        AssertError(
            "of user 'u' in FILE cannot be read", () => Resolve(
                "server: 'https://x'", $"{{client-certificate: {name}, client-key: {name}}}"), why);
        var error = await Assert.ThrowsAsync<ClusterException>(() => HeaderAsync(Resolve("server: 'https://x'", $"{{tokenFile: {name}}}")));
        Assert.Contains(why, error.Message);
    }

    [Fact]
    public void AsGroup_alone_is_refused() =>
        AssertError("-AsGroup needs -As", () => Resolve("server: x", options: new() { AsGroup = ["admins"] }));

    private static async Task<string?> HeaderAsync(ClusterTarget target) =>
        (await target.Credentials.GetAsync(TestContext.Current.CancellationToken)).Header?.ToString();

    private ClusterTarget Resolve(string cluster, string user = "{}", ClusterConnectionOptions? options = null) =>
        ClusterTargetResolver.Resolve((options ?? new()) with { KubeConfig = Config(cluster, user) }, Environment(), _log);

    private string Config(string cluster, string user) => _folder.Write("config", $$"""
        current-context: a
        contexts:
        - {name: a, context: {cluster: c, user: u} }
        - {name: stray-user, context: {cluster: c, user: nobody} }
        - {name: stray-cluster, context: {cluster: nowhere, user: u} }
        - {name: nothing, context: {user: u} }
        clusters:
        - name: c
          cluster: {{(cluster.StartsWith('{') ? cluster : $"{{{cluster}}}")}}
        users:
        - name: u
          user: {{user}}
        """);

    private KubeEnvironment Environment(string host = "") => new()
    {
        Variables = new Dictionary<string, string> { ["HOME"] = _folder.PathOf(
            "home"), ["KUBERNETES_SERVICE_HOST"] = host, ["KUBERNETES_SERVICE_PORT"] = "443" },
        WorkingFolder = _folder.Path,
        ServiceAccountFolder = _folder.PathOf("serviceaccount"),
    };

    /// <summary>FILE stands for the kubeconfig's path.</summary>
    private void AssertError(string expected, Func<object> act, string why = "")
    {
        var error = Assert.Throws<ClusterException>(act);

        Assert.Equal(ClusterFailure.Configuration, error.Failure);
        Assert.Contains(expected.Replace("FILE", Path.Combine(_folder.Path, "config")), error.Message);
        Assert.Contains(why, error.Message);
    }
}

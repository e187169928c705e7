using System.Diagnostics;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Tests.Http;

/// <summary>Plugins are shell scripts that add a line to the file <c>runs</c> each time.</summary>
public sealed class ExecPluginTests : IDisposable
{
    private const string V1Beta1 = "client.authentication.k8s.io/v1beta1";
    private readonly TemporaryFolder _folder = new();
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ExecPluginTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugins are shell scripts.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_run_serves_all_requests_and_all_connections()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var user = User(Script(Answer("t1")));
        var (first, second) = (cluster.Connect(user), cluster.Connect(user));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => GetAsync(i % 2 == 0 ? first : second)));
        await GetAsync(second);

        Assert.Equal(1, Runs);
        Assert.All(cluster.Server.Requests, request => Assert.Equal("Bearer t1", request.Header("Authorization")));
    }

    [Fact]
    public async Task Other_arguments_are_another_credential()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var script = Script(Answer("t-$1"));

        await GetAsync(cluster.Connect(User(script, "args: [a]")));
        await GetAsync(cluster.Connect(User(script, "args: [b]")));
        await GetAsync(cluster.Connect(User(script, "args: [b], env: [{name: X, value: other}]")));

        Assert.Equal(3, Runs);
        Assert.Equal(
            ["Bearer t-a", "Bearer t-b", "Bearer t-b"], cluster.Server.Requests.Select(request => request.Header("Authorization")));
    }

    [Theory]
    [InlineData("2000-01-01T00:00:00Z", 2)]
    [InlineData("2999-01-01T00:00:00Z", 1)]
    public async Task A_credential_serves_until_it_expires(string expires, int runs)
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var gateway = cluster.Connect(User(Script(Answer("t", $",\"expirationTimestamp\":\"{expires}\""))));

        await GetAsync(gateway);
        await GetAsync(gateway);

        Assert.Equal(runs, Runs);
    }

    [Fact]
    public async Task A_refused_credential_is_renewed_once()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        cluster.Server.OnGet(
            "/api/v1/namespaces/x", FakeAnswers.Status(401, "Unauthorized", "Unauthorized"), FakeAnswers.NotServed, FakeAnswers.Status(
                401, "Unauthorized", "Unauthorized"));
        var gateway = cluster.Connect(User(Script(Answer("t$(wc -l < runs | tr -d ' ')"))));

        Assert.Null(await GetAsync(gateway));
        Assert.Equal(["Bearer t1", "Bearer t2"], cluster.Server.Requests.Select(request => request.Header("Authorization")));

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(gateway));
        Assert.Equal((ClusterFailure.Authentication, 3), (error.Failure, Runs));
    }

    [Fact]
    public async Task Arguments_and_environment_arrive_as_they_are_written()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var script = Script("""printf '%s|' "$@" > args; printf '%s' "$CLUSTER" > env; cat > input""" + "\n" + Answer("t"));

        await GetAsync(cluster.Connect(User(script, """args: ["a b", 'c"d', "", "$HOME"], env: [{name: CLUSTER, value: "x y"}]""")));

        Assert.Equal("""a b|c"d||$HOME|""", Read("args"));
        Assert.Equal("x y", Read("env"));
        Assert.Equal("", Read("input"));
    }

    [Fact]
    public async Task The_plugin_is_told_about_the_cluster_when_it_asks()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var script = Script("printf '%s' \"$KUBERNETES_EXEC_INFO\" > info\n" + Answer("t"));
        const string extension =
            ", extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: abc, nested: [1, true, '1']}}]";

        await GetAsync(cluster.Connect(User(script)));
        Assert.Equal($$$"""{"kind":"ExecCredential","apiVersion":"{{{V1Beta1}}}","spec":{"interactive":false}}""", Read("info"));

        await GetAsync(cluster.Connect(User(script, "provideClusterInfo: true"), cluster: extension));
        var told = JsonNode.Parse(Read("info"))!["spec"]!["cluster"]!;
        Assert.Equal(cluster.Server.Address.ToString(), (string?)told["server"]);
        Assert.Equal(FakeApiServer.Base64(cluster.Authority!.ExportCertificatePem()), (string?)told["certificate-authority-data"]);
        Assert.Equal("""{"audience":"abc","nested":[1,true,"1"]}""", told["config"]!.ToJsonString());
    }

    [Fact]
    public async Task A_plugin_may_give_a_client_certificate_and_another_one_later()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var shown = new List<string?>();
        cluster.Server.OnGet("/api/v1/namespaces/x", (context, request) =>
        {
            shown.Add(context.Connection.ClientCertificate?.Subject);
            return FakeAnswers.NotServed(context, request);
        });
        WriteCertificate("jane");
        var gateway = cluster.Connect(User(Script("cat answer")));
        await GetAsync(gateway);
        WriteCertificate("joe");
        await GetAsync(gateway);

        Assert.Equal(["CN=jane", "CN=joe"], shown);
    }

    public static TheoryData<string, string> Failures => new()
    {
        { "echo 'Token has expired, run aws sso login' >&2; exit 255", "failed with exit code 255: Token has expired, run aws sso login." },
        { "exit 1", "failed with exit code 1." },
        { "echo secret-output", "gave no credential: its output is not an ExecCredential." },
        { "true", "gave no credential: its output is not an ExecCredential." },
        { $$"""echo '{"kind":"ExecCredential","apiVersion":"{{V1Beta1}}"}'""", "gave no credential: its answer has no status." },
        { """echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"secret-output"}}'""",
            "it answered in client.authentication.k8s.io/v1, but the kubeconfig says client.authentication.k8s.io/v1beta1." },
        { $$"""printf '%s' '{"kind":"ExecCredential","apiVersion":"{{V1Beta1}}","status":{"token":"secret-output\nx"} }'""",
            "gave no credential: the token holds a line break" },
        { $$"""echo '{"kind":"ExecCredential","apiVersion":"{{V1Beta1}}","status":{} }'""", "it gave neither a token nor a certificate." },
        { $$"""echo '{"kind":"ExecCredential","apiVersion":"{{V1Beta1}}","status":{"clientKeyData":"secret-output"} }'""",
            "it gave a certificate without its key, or a key without its certificate." },
        { $$"""echo '{"kind":"ExecCredential","apiVersion":"{{V1Beta1}}","status":{"token":"secret-output","expirationTimestamp":"soon"} }'""", "gave no credential: its expirationTimestamp is not a time." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_plugin_that_fails_is_an_authentication_error_that_shows_no_output(string script, string expected)
    {
        await using var cluster = await FakeCluster.StartTlsAsync();

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect(User(Script(script)))));

        Assert.Equal(ClusterFailure.Authentication, error.Failure);
        Assert.Contains("plugin.sh' of user 'tester' in ", error.Message);
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain("secret-output", $"{error}{string.Join('\n', cluster.Log.All)}");
        Assert.Empty(cluster.Server.Requests);
    }

    [Theory]
    [InlineData("no-such-plugin-anywhere", "", "is not installed. Install it, or put its folder on PATH.")]
    [InlineData("no-such-plugin-anywhere", ", installHint: \"Run: brew install\\u001b[1m it\"",
        "is not installed. Run: brew install\u001b[1m it.")]
    [InlineData("./plugin.txt", "", "is not installed.")]
    public async Task A_plugin_that_is_not_there_is_an_error_with_its_hint(string command, string more, string expected)
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var user = $$"""{exec: {command: {{command}}, apiVersion: {{V1Beta1}}{{more}} } }""";

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect(user)));

        Assert.Equal(ClusterFailure.Authentication, error.Failure);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public async Task A_plugin_that_needs_a_terminal_is_not_run()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();

        var error = await Assert.ThrowsAsync<ClusterException>(
            () => GetAsync(cluster.Connect(User(Script(Answer("t")), "interactiveMode: Always"))));

        Assert.Contains("interactiveMode", error.Message);
        Assert.Equal(0, Runs);
    }

    [Fact]
    public async Task What_a_plugin_says_on_the_side_is_logged()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();

        await GetAsync(cluster.Connect(User(Script("echo careful >&2\n" + Answer("t")))));

        Assert.Contains(cluster.Log.All, line => line.EndsWith("says: careful", StringComparison.Ordinal));
    }

    /// <summary>A login that waits shows what it asks, also a question that does not end its line.</summary>
    [Fact]
    public async Task A_plugin_that_takes_long_is_shown_while_it_runs()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        Patience(cluster, patience => patience with { Quiet = TimeSpan.FromMilliseconds(1) });
        var script = Script(
            "echo 'open https://login' >&2\nprintf 'Code: ' >&2\nwhile [ ! -e answered ]; do sleep 0.05; done\n" + Answer("t"));
        var get = GetAsync(cluster.Connect(User(script)));

        var question = "information: Code:";
        Assert.True(
            SpinWait.SpinUntil(() => cluster.Log.All.Contains(question), TimeSpan.FromSeconds(20)), string.Join('\n', cluster.Log.All));
        Assert.False(get.IsCompleted);
        _folder.Write("answered", "");
        await get;

        Assert.Contains("information: open https://login", cluster.Log.All);
        Assert.Contains(
            cluster.Log.All, line => line.StartsWith("information: Waiting for the credential plugin '", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_quick_plugin_is_not_shown()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        Patience(cluster, patience => patience with { Quiet = TimeSpan.FromMinutes(5) });

        await GetAsync(cluster.Connect(User(Script("echo noise >&2\n" + Answer("t")))));

        Assert.DoesNotContain(cluster.Log.All, line => line.StartsWith("information", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plugin_that_nobody_can_answer_is_ended()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        Patience(cluster, patience => patience with { Quiet = TimeSpan.FromMilliseconds(1), Limit = TimeSpan.FromMilliseconds(200) });

        var error = await Assert.ThrowsAsync<ClusterException>(
            () => GetAsync(cluster.Connect(User(Script("echo 'log in' >&2\nsleep 300")))));

        Assert.Equal(ClusterFailure.Authentication, error.Failure);
        Assert.Contains("gave no credential within 0.2 s; it may wait for a login", error.Message);
    }

    /// <summary>A daemon that a plugin leaves behind holds the plugin's output open.</summary>
    [Fact]
    public async Task What_a_plugin_leaves_running_does_not_keep_us()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        Patience(cluster, patience => patience with { Grace = TimeSpan.FromMilliseconds(100) });
        var get = GetAsync(cluster.Connect(User(Script("sleep 300 &\necho $! > pid\n" + Answer("t")))));

        await get.WaitAsync(TimeSpan.FromSeconds(60), Token);

        using var child = Process.GetProcessById(int.Parse(Read("pid")));
        Assert.False(child.HasExited);
        child.Kill();
        Assert.Equal("Bearer t", cluster.Server.Requests.Single().Header("Authorization"));
    }

    [Theory]
    [InlineData("cat /dev/zero", "its output is longer than 1 MiB")]
    [InlineData("cat /dev/zero >&2 & sleep 0.3; kill $!; exit 3", "failed with exit code 3")]
    [InlineData("yes x | head -c 300000 >&2; exit 3", "failed with exit code 3: ...")]
    [InlineData("printf '\\377\\376 ä\\033[1m' >&2; exit 3", "failed with exit code 3: \ufffd\ufffd ä\u001b[1m")]
    public async Task Whatever_a_plugin_writes_has_a_limit(string script, string expected)
    {
        await using var cluster = await FakeCluster.StartTlsAsync();

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect(User(Script(script)))));

        Assert.Equal(ClusterFailure.Authentication, error.Failure);
        Assert.Contains(expected, error.Message);
        Assert.True(error.Message.Length < 2000);
    }

    [Fact]
    public async Task Another_environment_is_another_credential()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var user = User(Script(Answer("t-$PROFILE")));
        foreach (var profile in new[] { "dev", "prod", "dev" })
        {
            cluster.Environment = cluster.Environment with { Variables = new Dictionary<string, string>(
                cluster.Environment.Variables) { ["PROFILE"] = profile } };
            await GetAsync(cluster.Connect(user));
        }

        Assert.Equal(
            ["Bearer t-dev", "Bearer t-prod", "Bearer t-dev"], cluster.Server.Requests.Select(request => request.Header("Authorization")));
        Assert.Equal(2, Runs);
    }

    [Fact]
    public async Task A_plugin_runs_where_the_user_is()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        Directory.CreateDirectory(_folder.PathOf("here"));
        var script = _folder.WriteScript("plugin.sh", "pwd > where\n" + Answer("t"));
        cluster.Environment = cluster.Environment with { WorkingFolder = _folder.PathOf("here") };

        await GetAsync(cluster.Connect(User(script)));

        Assert.Equal(_folder.PathOf("here"), Read("here/where").Trim());
    }

    [Fact]
    public async Task A_plugin_in_a_relative_folder_of_PATH_is_not_started()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        Script(Answer("t"));
        cluster.Environment = cluster.Environment with
        {
            WorkingFolder = _folder.Path,
            Variables = new Dictionary<string, string>(cluster.Environment.Variables) { ["PATH"] = ".:" + cluster.Environment["PATH"] },
        };

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect(User("plugin.sh"))));

        Assert.Contains("is only found through '.' in PATH", error.Message);
        Assert.Equal(0, Runs);
    }

    [Theory]
    [InlineData("""args: ["a\0b"]""")]
    [InlineData("""env: [{name: "a\0b", value: x}]""")]
    [InlineData("""env: [{name: "a=b", value: x}]""")]
    [InlineData("""env: [{name: a, value: "x\0"}]""")]
    public async Task What_no_program_can_be_given_is_refused(string more)
    {
        await using var cluster = await FakeCluster.StartTlsAsync();

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect(User(Script(Answer("t")), more))));

        Assert.Contains("cannot be started", error.Message);
        Assert.Equal(0, Runs);
    }

    [Theory]
    [InlineData("#!/no/such/interpreter\n", "cannot be started")]
    [InlineData("\u007fELF", "cannot be started")]
    public async Task A_program_that_does_not_start_is_an_error(string text, string expected)
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        var file = Script("");
        File.WriteAllText(file, text);

        var error = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(cluster.Connect(User(file))));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public async Task Cancellation_ends_the_plugin_and_all_that_it_started()
    {
        await using var cluster = await FakeCluster.StartTlsAsync();
        using var stop = new CancellationTokenSource();
        var gateway = cluster.Connect(User(Script("sleep 300 &\necho $! > child\nmv child pid\nwait")));
        var get = gateway.GetAsync(ResourceTypes.Namespaces, null, "x", stop.Token);
        var pid = Path.Combine(_folder.Path, "pid");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(pid), TimeSpan.FromSeconds(20)));
        using var child = Process.GetProcessById(int.Parse(Read("pid")));

        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 4); // at once, on a busy machine; else it would take for ever
        Assert.True(child.WaitForExit(TimeSpan.FromSeconds(5)));
    }

    private static void Patience(FakeCluster cluster, Func<PluginPatience, PluginPatience> change) =>
        cluster.Environment = cluster.Environment with { Patience = change(cluster.Environment.Patience) };

    private int Runs => File.Exists(Path.Combine(_folder.Path, "runs")) ? Read("runs").Count(character => character == '\n') : 0;

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.Path, name));

    private string Script(string text) => _folder.WriteScript("plugin.sh", $"cd \"$(dirname \"$0\")\"\necho run >> runs\n{text}\n");

    private static string Answer(string token, string more = "") =>
        $$"""printf '%s' "{\"kind\":\"ExecCredential\",\"apiVersion\":\"{{V1Beta1}}\",\"status\":{\"token\":\"{{token}}\"{{more.Replace("\"", "\\\"")}} } }" """;

    private static string User(string script, string more = "") =>
        $$"""{exec: {command: {{script}}, apiVersion: {{V1Beta1}}{{(more.Length > 0 ? ", " : "")}}{{more}} } }""";

    private void WriteCertificate(string user)
    {
        using var certificate = new TestCertificates().Client(user);
        _folder.Write("answer", new JsonObject
        {
            ["kind"] = "ExecCredential",
            ["apiVersion"] = V1Beta1,
            ["status"] = new JsonObject
            {
                ["clientCertificateData"] = certificate.ExportCertificatePem(),
                ["clientKeyData"] = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(
                    certificate)!.ExportPkcs8PrivateKeyPem(),
                ["expirationTimestamp"] = "2000-01-01T00:00:00Z",
            },
        }.ToJsonString());
    }

    private static Task<ManifestDocument?> GetAsync(IClusterGateway gateway) =>
        gateway.GetAsync(ResourceTypes.Namespaces, null, "x", Token);
}

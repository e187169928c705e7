using System.Diagnostics;
using System.Text.Json.Nodes;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Tests.KubeConfig;

public sealed class KubeConfigReaderTests : IDisposable
{
    private const string First = """
        current-context: one
        contexts:
        - {name: one, context: {cluster: c1, user: u1}}
        clusters:
        - {name: c1, cluster: {server: "https://first", certificate-authority: pki/ca.crt}}
        users:
        - {name: u1, user: {tokenFile: token, client-certificate: /abs/c.crt, client-key: c.key}}
        """;

    private const string Second = """
        current-context: two
        contexts:
        - {name: one, context: {cluster: c2, namespace: other}}
        - {name: two, context: {cluster: c2, user: u2, namespace: two}}
        clusters:
        - {name: c1, cluster: {server: "https://second", tls-server-name: ignored}}
        - {name: c2, cluster: {server: "https://second", certificate-authority: ca.crt}}
        users:
        - {name: u2, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login}}}
        - {name: u3, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: aws}}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void For_each_name_the_first_file_wins()
    {
        var config = LoadList(_folder.Write("1/config", First), _folder.Write("2/config", Second));

        Assert.Equal("one", config.CurrentContext);
        Assert.Equal(("c1", null), (config.Contexts["one"].Cluster, config.Contexts["one"].Namespace));
        Assert.Equal(("https://first", null), (config.Clusters["c1"].Server, config.Clusters["c1"].TlsServerName));
        Assert.Equal(["one", "two"], config.Contexts.Keys);
    }

    [Fact]
    public void Relative_paths_start_at_the_file_that_holds_them()
    {
        var config = LoadList(_folder.Write("1/config", First), _folder.Write("2/config", Second));

        Assert.Equal(In("1/pki/ca.crt"), config.Clusters["c1"].CertificateAuthority);
        Assert.Equal(In("2/ca.crt"), config.Clusters["c2"].CertificateAuthority);
        Assert.Equal(
            (In("1/token"), "/abs/c.crt", In("1/c.key")),
                (config.Users["u1"].TokenFile, config.Users["u1"].ClientCertificate, config.Users["u1"].ClientKey));
        Assert.Equal((In("2/./bin/login"), "aws"), (config.Users["u2"].Exec!.Command, config.Users["u3"].Exec!.Command));
    }

    [Fact]
    public void Empty_and_missing_entries_of_the_list_are_skipped()
    {
        var config = LoadList("", In("missing"), _folder.Write("empty", ""), _folder.Write("config", Second), In("no/folder"));

        Assert.Equal("two", config.CurrentContext);
    }

    [Fact]
    public void A_later_file_gives_the_current_context_when_the_first_has_none() =>
        Assert.Equal("two", LoadList(_folder.Write("1", "current-context: \"\""), _folder.Write("2", Second)).CurrentContext);

    [Fact]
    public void An_explicit_file_replaces_the_list_and_must_exist()
    {
        var environment = Environment(_folder.Write("1", First));

        Assert.Equal("two", KubeConfigReader.Load(_folder.Write("2", Second), environment).CurrentContext);
        var error = Assert.Throws<ClusterException>(() => KubeConfigReader.Load(In("missing"), environment));
        Assert.Equal(
            (ClusterFailure.Configuration, true), (error.Failure, error.Message.Contains(In("missing"), StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_a_list_the_file_in_the_home_folder_counts()
    {
        _folder.Write("home/.kube/config", First);

        Assert.Equal("one", KubeConfigReader.Load(null, Environment(null)).CurrentContext);
        Assert.Equal("one", KubeConfigReader.Load(null, Environment("")).CurrentContext);
    }

    [Theory]
    [InlineData("users:\n\t- name: x\n", ":2:1: invalid YAML: a tab cannot indent")]
    [InlineData("a: b\nusers: {a: b}\n", "line 2: 'users' must be a list")]
    [InlineData("users:\n- just text\n", "line 2: 'users' must be a mapping")]
    [InlineData("contexts:\n- context: {}\n", "line 2: 'name' is missing")]
    [InlineData("contexts:\n- name: a\n- name: a\n", "line 3: contexts holds the name 'a' twice")]
    [InlineData("users:\n- name: a\n  user:\n    token: [1]\n", "line 4: 'token' must be text; numbers and words like 'no' need quotes")]
    [InlineData("users:\n- name: a\n  user: {token: 12}\n", "line 3: 'token' must be text")]
    [InlineData("contexts:\n- name: a\n  context: {namespace: n}\n", "line 3: 'namespace' must be text")]
    [InlineData("clusters:\n- name: a\n  cluster:\n    insecure-skip-tls-verify: maybe\n",
        "line 4: 'insecure-skip-tls-verify' must be true or false")]
    [InlineData("users:\n- name: a\n  user:\n    exec: {args: []}\n", "line 4: 'command' is missing")]
    [InlineData("clusters:\n- name: a\n  cluster:\n    extensions: [{name: client.authentication.k8s.io/exec, extension: DEEP}]\n",
        "line 4: 'extension' must be nested less deeply")]
    [InlineData("- a\n- b\n", "line 1: it must hold a mapping")]
    public void A_broken_file_is_an_error_with_its_line(string text, string expected)
    {
        var file = _folder.Write("config", text.Replace("DEEP", new string('[', 100) + new string(']', 100)));

        var error = Assert.Throws<ClusterException>(() => LoadList(file));

        Assert.Equal(ClusterFailure.Configuration, error.Failure);
        Assert.Contains(file, error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("# written by a tool\n---\ncurrent-context: a\n...\n")]
    [InlineData("\ufeffcurrent-context: a")]
    [InlineData("{\"current-context\": \"a\"}")]
    [InlineData("current-context: b\ncurrent-context: a")]
    [InlineData("current-context: &name a\n---\ncurrent-context: b")]
    public void Any_YAML_that_kubectl_reads_is_read_alike(string text) =>
        Assert.Equal("a", LoadList(_folder.Write("config", text)).CurrentContext);

    [Fact]
    public void A_folder_instead_of_a_file_is_an_error()
    {
        var error = Assert.Throws<ClusterException>(() => LoadList(_folder.Path));

        Assert.Contains($"The kubeconfig {_folder.Path} cannot be read", error.Message);
    }

    [Fact]
    public void Relative_entries_and_files_begin_at_the_location()
    {
        _folder.Write("here/config", First);

        Assert.Equal("one", KubeConfigReader.Load(null, Environment("here/config")).CurrentContext);
        Assert.Equal("one", KubeConfigReader.Load("here/config", Environment(null)).CurrentContext);
        Assert.Equal(In("here/pki/ca.crt"), KubeConfigReader.Load("here/config", Environment(null)).Clusters["c1"].CertificateAuthority);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# ")]
    [InlineData("current-context: ")]
    public void A_file_without_end_is_read_up_to_a_limit(string beginning)
    {
        var file = _folder.Write("endless", beginning + new string('a', 17 << 20));

        var error = Assert.Throws<ClusterException>(() => LoadList(file));

        Assert.Contains("longer than 16 MiB", error.Message);
    }

    [Fact]
    public void Context_names_for_completion_never_fail()
    {
        Assert.Equal(["one", "two"], Names(_folder.Write("config", Second)));
        Assert.Equal(["one", "two"], Names("config"));
        Assert.Empty(Names(In("missing")));
        Assert.Empty(Names(_folder.Write("broken", "{")));
        Assert.Empty(Names(""));
        Assert.Empty(Names("\0"));

        IReadOnlyList<string> Names(string path) => KubeConfigReader.ContextNames(path, _folder.Path, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void The_merge_is_that_of_kubectl()
    {
        var list = string.Join(Path.PathSeparator, "", In("missing"), _folder.Write("1/config", First), _folder.Write("2/config", Second));
        var view = KubectlView(list);
        var config = KubeConfigReader.Load(null, Environment(list));

        Assert.Equal((string?)view["current-context"], config.CurrentContext);
        Assert.Equal(
            Entries(view, "contexts", "context", "cluster", "user", "namespace"),
            config.Contexts.Values.Select(context => (context.Name, $"{context.Cluster},{context.User},{context.Namespace}")).Order());
        Assert.Equal(
            Entries(view, "clusters", "cluster", "server", "tls-server-name"),
            config.Clusters.Values.Select(cluster => (cluster.Name, $"{cluster.Server},{cluster.TlsServerName}")).Order());
        Assert.Equal(
            Entries(view, "users", "user", "client-certificate"),
            config.Users.Values.Select(user => (user.Name, user.ClientCertificate ?? "")).Order());
    }

    private static IEnumerable<(string, string)> Entries(JsonNode view, string list, string kind, params string[] fields) =>
        view[list]!.AsArray()
        .Select(entry => ((string)entry!["name"]!, string.Join(",", fields.Select(field => (string?)entry[kind]![field]))))
        .Order();

    /// <summary>What kubectl makes of the list. It shows relative paths as they are written, so only the rest can be compared.</summary>
    private static JsonNode KubectlView(string list)
    {
        var start = new ProcessStartInfo(
            "kubectl", ["config", "view", "--raw", "--output", "json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = list;
        try
        {
            using var kubectl = Process.Start(start)!;
            return JsonNode.Parse(kubectl.StandardOutput.ReadToEnd())!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no kubectl on this machine to compare with.");
            throw;
        }
    }

    private string In(string path) => Path.Combine(_folder.Path, path);

    private MergedKubeConfig LoadList(params string[] files) =>
        KubeConfigReader.Load(null, Environment(string.Join(Path.PathSeparator, files)));

    private KubeEnvironment Environment(string? list) => new()
    {
        Variables = new Dictionary<string, string> { ["KUBECONFIG"] = list ?? "", ["HOME"] = In("home") },
        WorkingFolder = _folder.Path,
    };
}

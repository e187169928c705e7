using System.IO.Compression;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Gateway;
using PodSecurity.Kubernetes.Snapshots;
using PodSecurity.Manifests;
using PodSecurity.Testing;

namespace PodSecurity.Kubernetes.Tests.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private const string Password = "hunter2";
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    private static readonly string[] Objects =
    [
        """{"apiVersion":"policy/v1beta1","kind":"PodSecurityPolicy","metadata":{"name":"a","annotations":{"seccomp.security.alpha.kubernetes.io/allowedProfileNames":"*","kubectl.kubernetes.io/last-applied-configuration":"hunter2"}},"spec":{"privileged":true}}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r"},"rules":[{"apiGroups":["policy"],"resources":["podsecuritypolicies"],"verbs":["use"],"resourceNames":["a"]}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"r"},"subjects":[{"kind":"User","name":"jane"}]}""",
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"one","managedFields":[{"manager":"hunter2"}]},"spec":{"template":{"metadata":{"annotations":{"vault":"hunter2"}},"spec":{"containers":[{"name":"c","image":"i","env":[{"name":"PASSWORD","value":"hunter2"}],"args":["--password=hunter2"],"livenessProbe":{"exec":{"command":["hunter2"]}}}]}}}}""",
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p1","namespace":"one","uid":"1"},"spec":{"containers":[{"name":"c","command":["hunter2"],"securityContext":{"privileged":true}}],"volumes":[{"name":"v","csi":{"driver":"d","volumeAttributes":{"key":"hunter2"}}},{"name":"h","hostPath":{"path":"/var"}},{"name":"s","secret":{"secretName":"hunter2"}}]},"status":{"phase":"Running","message":"hunter2"}}""",
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p2","namespace":"two","uid":"2"},"spec":{}}""",
    ];

    [Theory]
    [InlineData("snapshot.json")]
    [InlineData("snapshot.yaml")]
    [InlineData("snapshot.json.gz")]
    [InlineData("snapshot.YML.GZ")]
    public async Task What_is_exported_is_read_again_but_for_what_is_confidential(string name)
    {
        await using var snapshot = await ExportAsync(name);

        Assert.Equal(["p1", "p2"], await NamesAsync(snapshot, ResourceTypes.Pods, null));
        Assert.Equal(["p1"], await NamesAsync(snapshot, ResourceTypes.Pods, "one"));
        Assert.Equal(["d"], await NamesAsync(snapshot, ResourceTypes.Deployments, null));
        Assert.Empty(await NamesAsync(snapshot, ResourceTypes.StatefulSets, null));
        Assert.DoesNotContain(Password, Text(_folder.PathOf(name)), StringComparison.Ordinal);
        var pod = (await snapshot.GetAsync(ResourceTypes.Pods, "one", "p1", _cancel))!;
        Assert.Equal(
            """{"name":"c","securityContext":{"privileged":true}}""",
            JsonNode.Parse(pod.Json.Span)!["spec"]!["containers"]![0]!.ToJsonString());
        Assert.Equal(
            """[{"name":"v","csi":{"driver":"d"}},{"name":"h","hostPath":{"path":"/var"}},{"name":"s","secret":{}}]""",
            JsonNode.Parse(pod.Json.Span)!["spec"]!["volumes"]!.ToJsonString());
        Assert.Equal([name], _folder.Names);
    }

    [Fact]
    public async Task It_answers_who_may_do_what_from_its_rules()
    {
        await using var snapshot = await ExportAsync("snapshot.json");
        var question = new AccessQuestion("jane", [], "use", "policy", "podsecuritypolicies", "a", "one");
        Assert.True((await snapshot.ReviewAccessAsync(question, _cancel)).Allowed);
        Assert.False((await snapshot.ReviewAccessAsync(question with { User = "joe" }, _cancel)).Allowed);
        var oneself = await Assert.ThrowsAsync<ClusterException>(() => snapshot.ReviewAccessAsync(question with { User = "" }, _cancel));
        Assert.Equal(ClusterFailure.NotSupported, oneself.Failure);
    }

    [Fact]
    public async Task It_knows_what_the_cluster_serves_and_what_was_not_exported()
    {
        await using var snapshot = await ExportAsync("snapshot.json", ResourceTypes.CronJobs);
        Assert.True(await snapshot.ServesAsync(ResourceTypes.CronJobsV1Beta1, _cancel));
        Assert.False(await snapshot.ServesAsync(ResourceTypes.CronJobs, _cancel));
        await using var without = await ExportAsync("other.json", ResourceTypes.PodSecurityPolicies);
        Assert.Equal(ClusterFailure.PspApiNotServed, (await Assert.ThrowsAsync<ClusterException>(() => NamesAsync(without, ResourceTypes.PodSecurityPolicies, null))).Failure);
    }

    [Fact]
    public async Task It_takes_no_writes()
    {
        await using var snapshot = await ExportAsync("snapshot.json");
        var failure = await Assert.ThrowsAsync<ClusterException>(() => snapshot.CreateAsync(ResourceTypes.Pods, "one", [], WriteOptions.Default, _cancel));
        Assert.Equal(ClusterFailure.NotSupported, failure.Failure);
    }

    [Fact]
    public async Task The_output_of_kubectl_serves_as_well_one_list_after_the_other()
    {
        File.WriteAllLines(_folder.PathOf("kubectl.json"), [List(Objects[..3]), List(Objects[3..])]);
        await using var snapshot = await OpenAsync("kubectl.json");
        Assert.Equal(["a"], await NamesAsync(snapshot, ResourceTypes.PodSecurityPolicies, null));
        Assert.Equal(["p1", "p2"], await NamesAsync(snapshot, ResourceTypes.Pods, null));
        Assert.False(await snapshot.ServesAsync(ResourceTypes.CronJobs, _cancel));
    }

    [Fact]
    public async Task Rules_that_were_left_out_are_missed()
    {
        File.WriteAllText(_folder.PathOf("pods.json"), List(Objects[4..]));
        await using var snapshot = await OpenAsync("pods.json");
        Assert.Equal(["p1", "p2"], await NamesAsync(snapshot, ResourceTypes.Pods, null));
        var failure = await Assert.ThrowsAsync<ClusterException>(() => NamesAsync(snapshot, ResourceTypes.ClusterRoles, null));
        Assert.Equal(ClusterFailure.NotSupported, failure.Failure);
        Assert.Contains("kubectl get clusterroles", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_export_leaves_the_former_file()
    {
        File.WriteAllText(_folder.PathOf("snapshot.json"), "former");
        await using var cluster = new MemoryGateway();
        using var stop = new CancellationTokenSource();
        cluster.Add(ResourceTypes.Namespaces, JsonNode.Parse("""{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"one"}}""")!.AsObject());
        cluster.Add(ResourceTypes.Pods, JsonNode.Parse(Objects[4])!.AsObject());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SnapshotWriter.WriteAsync(cluster, _folder.PathOf("snapshot.json"), _ => stop.Cancel(), stop.Token));
        Assert.Equal("former", File.ReadAllText(_folder.PathOf("snapshot.json")));
        Assert.Equal(["snapshot.json"], _folder.Names);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IClusterGateway> ExportAsync(string name, params ResourceType[] notServed)
    {
        await using var cluster = new MemoryGateway();
        cluster.NotServed.UnionWith(notServed);
        foreach (var body in Objects.Select(json => JsonNode.Parse(json)!.AsObject()))
        {
            cluster.Add(ResourceTypes.Find((string)body["apiVersion"]!, (string)body["kind"]!)!, body);
        }
        await SnapshotWriter.WriteAsync(cluster, _folder.PathOf(name), _ => { }, _cancel);
        return await OpenAsync(name);
    }

    private Task<IClusterGateway> OpenAsync(string name) =>
        ClusterGatewayFactory.ConnectAsync(new() { Snapshot = _folder.PathOf(name) }, new RecordingLog(), _cancel);

    private async Task<List<string>> NamesAsync(IClusterGateway gateway, ResourceType type, string? @namespace)
    {
        var names = new List<string>();
        await foreach (var document in gateway.ListAsync(type, @namespace, _cancel))
        {
            names.Add(ObjectHeader.Read(document).Name);
        }
        return names;
    }

    private static string List(IEnumerable<string> items) => $$"""{"apiVersion":"v1","items":[{{string.Join(',', items)}}],"kind":"List"}""";

    private static string Text(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
        return reader.ReadToEnd();
    }
}

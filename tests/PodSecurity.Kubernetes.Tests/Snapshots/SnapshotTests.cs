using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Gateway;
using PodSecurity.Kubernetes.Snapshots;
using PodSecurity.Manifests;

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
        Assert.Equal(
            ClusterFailure.PspApiNotServed,
                (await Assert.ThrowsAsync<ClusterException>(() => NamesAsync(without, ResourceTypes.PodSecurityPolicies, null))).Failure);
    }

    [Fact]
    public async Task It_takes_no_writes()
    {
        await using var snapshot = await ExportAsync("snapshot.json");
        var failure = await Assert.ThrowsAsync<ClusterException>(
            () => snapshot.CreateAsync(ResourceTypes.Pods, "one", [], WriteOptions.Default, _cancel));
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
        cluster.Add(
            ResourceTypes.Namespaces, JsonNode.Parse("""{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"one"}}""")!.AsObject());
        cluster.Add(ResourceTypes.Pods, JsonNode.Parse(Objects[4])!.AsObject());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SnapshotWriter.WriteAsync(cluster, _folder.PathOf("snapshot.json"), overwrite: true, _ => stop.Cancel(), stop.Token));
        Assert.Equal("former", File.ReadAllText(_folder.PathOf("snapshot.json")));
        Assert.Equal(["snapshot.json"], _folder.Names);
    }

    [Theory]
    [InlineData("snapshot.json", 37)]
    [InlineData("snapshot.yaml", 41)]
    [InlineData("snapshot.json.gz", 7)]
    [InlineData("snapshot.yaml.gz", 7)]
    public async Task Wherever_it_is_cut_off_it_is_no_snapshot(string name, int step)
    {
        await using (await ExportAsync(name))
        {
        }
        var whole = File.ReadAllBytes(_folder.PathOf(name));
        for (var length = 0; length < whole.Length; length += length > whole.Length - 12 ? 1 : step)
        {
            await AssertRefusedAsync(name, whole[..length]);
        }
    }

    [Theory]
    [InlineData("snapshot.json")]
    [InlineData("snapshot.yaml")]
    [InlineData("snapshot.json.gz")]
    public async Task Whichever_byte_is_changed_it_is_no_snapshot(string name)
    {
        await using (await ExportAsync(name))
        {
        }
        var whole = File.ReadAllBytes(_folder.PathOf(name));
        // The header of a compressed file says when and where it was made; nothing depends on it.
        var start = name.EndsWith(".gz", StringComparison.Ordinal) ? 10 : 0;
        for (var place = start; place < whole.Length; place += 29)
        {
            byte[] changed = [.. whole];
            changed[place] ^= (byte)(1 + (place * 7 % 255));
            await AssertRefusedAsync(name, changed);
        }
    }

    [Fact]
    public async Task A_snapshot_without_its_end_mark_is_refused_and_the_output_of_kubectl_is_not()
    {
        await using (await ExportAsync("snapshot.yaml"))
        {
        }
        var lines = File.ReadAllLines(_folder.PathOf("snapshot.yaml"));
        var failure = await AssertRefusedAsync("snapshot.yaml", Encoding.UTF8.GetBytes(string.Join('\n', lines[..^1]) + "\n"));
        Assert.Equal("SnapshotIncomplete", Assert.IsType<ManifestException>(failure).ErrorId);
        Assert.Contains("Export it again", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_of_another_snapshot_are_not_judged_by_these_rules()
    {
        await using var snapshot = await ExportAsync("snapshot.json");
        await NamesAsync(snapshot, ResourceTypes.ClusterRoles, null);
        File.AppendAllText(_folder.PathOf("snapshot.json"), "\n");
        var failure = await Assert.ThrowsAsync<ManifestException>(() => NamesAsync(snapshot, ResourceTypes.Pods, null));
        Assert.Equal("SnapshotIncomplete", failure.ErrorId);
    }

    [Fact]
    public async Task An_export_that_cannot_have_its_name_is_kept_beside()
    {
        await using var cluster = new MemoryGateway();
        File.WriteAllText(_folder.PathOf("snapshot.json.gz"), "former");
        var failure = await Assert.ThrowsAsync<IOException>(() =>
            SnapshotWriter.WriteAsync(cluster, _folder.PathOf("snapshot.json.gz"), overwrite: false, _ => { }, _cancel));
        Assert.Equal("former", File.ReadAllText(_folder.PathOf("snapshot.json.gz")));
        var beside = Assert.Single(_folder.Names, name => name != "snapshot.json.gz");
        Assert.Contains(beside, failure.Message, StringComparison.Ordinal);
        await using var snapshot = await OpenAsync(beside);
        Assert.Empty(await NamesAsync(snapshot, ResourceTypes.Pods, null));
    }

    private async Task<Exception> AssertRefusedAsync(string name, byte[] content)
    {
        var changed = $"changed-{name}";
        File.WriteAllBytes(_folder.PathOf(changed), content);
        await using var snapshot = await OpenAsync(changed);
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => NamesAsync(snapshot, ResourceTypes.PodSecurityPolicies, null));
        Assert.True(refusal is ManifestException or ClusterException, refusal.ToString());
        return refusal;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("snapshot.json", "v1.17.3-eks-1")]
    [InlineData("snapshot.yaml.gz", null)]
    public async Task The_version_of_the_server_is_kept(string name, string? version)
    {
        await using var cluster = new MemoryGateway { ServerVersion = version };
        await SnapshotWriter.WriteAsync(cluster, _folder.PathOf(name), overwrite: false, _ => { }, _cancel);
        await using var snapshot = await OpenAsync(name);

        Assert.Equal(version, await snapshot.ServerVersionAsync(_cancel));
    }

    private async Task<IClusterGateway> ExportAsync(string name, params ResourceType[] notServed)
    {
        await using var cluster = new MemoryGateway();
        cluster.NotServed.UnionWith(notServed);
        foreach (var body in Objects.Select(json => JsonNode.Parse(json)!.AsObject()))
        {
            cluster.Add(ResourceTypes.Find((string)body["apiVersion"]!, (string)body["kind"]!)!, body);
        }
        await SnapshotWriter.WriteAsync(cluster, _folder.PathOf(name), overwrite: false, _ => { }, _cancel);
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

    private static string List(IEnumerable<string> items) =>
        $$"""{"apiVersion":"v1","items":[{{string.Join(',', items)}}],"kind":"List"}""";

    private static string Text(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(
            path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
        return reader.ReadToEnd();
    }
}

using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Gateway;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Tests.Snapshots;

/// <summary>A folder of manifests read as the cluster that applying it would make.</summary>
public sealed class ManifestFolderTests : IDisposable
{
    private const string RbacGroup = "rbac.authorization.k8s.io";
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("policy/v1beta1", "PodSecurityPolicy", "policy/v1beta1")]
    [InlineData("extensions/v1beta1", "PodSecurityPolicy", "policy/v1beta1")]
    [InlineData($"{RbacGroup}/v1", "ClusterRole", $"{RbacGroup}/v1")]
    [InlineData($"{RbacGroup}/v1beta1", "RoleBinding", $"{RbacGroup}/v1")]
    [InlineData("extensions/v1beta1", "Deployment", "apps/v1")]
    [InlineData("batch/v1beta1", "CronJob", "batch/v1")]
    [InlineData("v1", "Namespace", "v1")]
    public async Task An_object_is_found_in_whatever_version_it_is_written(string apiVersion, string kind, string served)
    {
        _folder.Write("a/b.yaml", Manifest(apiVersion, kind, "name: one"));

        Assert.Equal(["one"], await NamesAsync(ResourceTypes.Find(served, kind)!));
    }

    [Theory]
    [InlineData("name: one", "default")]
    [InlineData("name: one, namespace: shop", "shop")]
    public async Task What_names_no_namespace_is_in_the_namespace_default(string metadata, string @namespace)
    {
        _folder.Write("a.yaml", Manifest($"{RbacGroup}/v1", "Role", metadata));
        var gateway = await OpenAsync();

        Assert.NotNull(await gateway.GetAsync(ResourceTypes.Roles, @namespace, "one", Stop));
        var document = await gateway.ListAsync(ResourceTypes.Roles, @namespace, Stop).SingleAsync(Stop);
        Assert.Equal(@namespace, ObjectHeader.Read(document).Namespace);
    }

    [Fact]
    public async Task Of_an_object_that_is_described_twice_the_last_counts()
    {
        _folder.Write("a.yaml", Manifest("v1", "Namespace", "name: one, labels: { a: first }"));
        _folder.Write("b.yaml", Manifest("v1", "Namespace", "name: one, labels: { a: last }"));

        var document = await (await OpenAsync()).ListAsync(ResourceTypes.Namespaces, null, Stop).SingleAsync(Stop);

        Assert.Equal("last", (string?)ManifestBody.Read(document)["metadata"]!["labels"]!["a"]);
    }

    [Fact]
    public async Task What_is_not_described_is_not_there()
    {
        _folder.Write("a.yaml", Manifest("v1", "Namespace", "name: one"));
        _folder.Write("service.yaml", Manifest("v1", "Service", "name: one"));

        Assert.Empty(await NamesAsync(ResourceTypes.ClusterRoles));
        Assert.Empty(await NamesAsync(ResourceTypes.PodSecurityPolicies));
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_is_no_smaller_cluster()
    {
        _folder.Write("a.yaml", Manifest("v1", "Namespace", "name: one"));
        _folder.Write("b.yaml", "kind: [");

        await Assert.ThrowsAsync<ManifestException>(() => NamesAsync(ResourceTypes.Namespaces));
    }

    [Fact]
    public async Task A_folder_without_any_of_them_is_none()
    {
        _folder.Write("a.yaml", Manifest("v1", "Service", "name: one"));

        var error = await Assert.ThrowsAsync<ClusterException>(() => NamesAsync(ResourceTypes.Namespaces));

        Assert.Equal(ClusterFailure.Configuration, error.Failure);
    }

    private static string Manifest(string apiVersion, string kind, string metadata) =>
        $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{ {metadata} }}\n";

    private Task<IClusterGateway> OpenAsync() => ClusterGatewayFactory.ConnectAsync(
        new() { Snapshot = _folder.Path }, new RecordingLog(), Stop);

    private async Task<List<string>> NamesAsync(ResourceType type)
    {
        var gateway = await OpenAsync();
        return await gateway.ListAsync(type, null, Stop).Select(
            document => ObjectHeader.Read(document).Name).ToListAsync(Stop);
    }
}

using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Backups;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Tests.Backups;

public sealed class BackupTests : IDisposable
{
    private static readonly ClusterIdentity Cluster = new("prod", "https://prod.test", "default");
    private readonly TemporaryFolder _folder = new();

    private static readonly ObjectState Role = new(ResourceTypes.ClusterRoles, null, "psp:a", Body("ClusterRole", "psp:a", null));
    private static readonly ObjectState Binding = new(ResourceTypes.RoleBindings, "team", "psp:a", Body("RoleBinding", "psp:a", "team"));
    private static readonly ObjectState NoPolicy = new(ResourceTypes.PodSecurityPolicies, null, "a", null);
    private static readonly ObjectState NoRole = new(ResourceTypes.Roles, "team", "psp:b", null);

    [Fact]
    public void What_is_written_is_read_and_what_is_to_go_comes_last()
    {
        var file = _folder.PathOf("backup.yaml");
        Backup.Write(file, [NoPolicy, Role, NoRole, Binding], Cluster, append: false);
        Assert.Equal(Describe(Role, Binding, NoPolicy, NoRole), Describe([.. Read(file)]));
    }

    [Fact]
    public void A_backup_of_objects_that_did_not_exist_is_read_and_an_empty_file_is_none()
    {
        Backup.Write(_folder.PathOf("backup.yaml"), [NoPolicy, NoRole], Cluster, append: false);
        Assert.Equal(Describe(NoPolicy, NoRole), Describe(Read(_folder.PathOf("backup.yaml"))));
        File.WriteAllText(_folder.PathOf("empty.yaml"), "# nothing\n");
        Assert.Throws<ManifestException>(() => Read(_folder.PathOf("empty.yaml")));
    }

    [Fact]
    public void The_oldest_state_of_an_object_counts()
    {
        var file = _folder.PathOf("backup.yaml");
        Backup.Write(file, [Role, NoRole], Cluster, append: false);
        Backup.Write(file, [Role with { Body = null }, NoRole with { Body = Body("Role", "psp:b", "team") }, Binding], Cluster, append: true);
        Assert.Equal(Describe(Role, Binding, NoRole), Describe([.. Read(file)]));
    }

    [Fact]
    public void People_find_the_commands_in_it()
    {
        var file = _folder.PathOf("backup.yaml");
        Backup.Write(file, [NoRole, NoPolicy], Cluster, append: false);
        var lines = File.ReadAllLines(file);
        Assert.Contains("# kubectl delete roles.rbac.authorization.k8s.io psp:b --namespace team", lines);
        Assert.Contains("# kubectl delete podsecuritypolicies.policy a", lines);
        Assert.Contains(lines, line => line.Contains("Restore-PodSecurityBackup -Path 'backup.yaml'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_backup_is_never_overwritten()
    {
        var file = _folder.PathOf("backup.yaml");
        File.WriteAllText(file, "precious");
        Assert.Throws<IOException>(() => Backup.Write(file, [Role], Cluster, append: false));
        Assert.Equal("precious", File.ReadAllText(file));
    }

    [Fact]
    public void An_object_that_no_backup_holds_is_an_error()
    {
        var file = _folder.PathOf("other.yaml");
        File.WriteAllText(file, "apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: x\n");
        Assert.Equal("BackupKindUnknown", Assert.Throws<ManifestException>(() => Read(file)).ErrorId);
    }

    public void Dispose() => _folder.Dispose();

    private static IReadOnlyList<ObjectState> Read(string file) => Backup.Read(file, "backup.yaml", TestContext.Current.CancellationToken);

    private static string Describe(params IEnumerable<ObjectState> states) =>
        string.Join('\n', states.Select(state => $"{state} {state.Body?.ToJsonString()}"));

    private static JsonObject Body(string kind, string name, string? @namespace)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }
        return new() { ["apiVersion"] = "rbac.authorization.k8s.io/v1", ["kind"] = kind, ["metadata"] = metadata };
    }
}

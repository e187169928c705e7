using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Backups;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;
using PodSecurity.Text;

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
    public void What_is_written_is_read_and_what_is_to_go_comes_last() =>
        Assert.Equal(Describe(Role, Binding, NoPolicy, NoRole), Describe(Read(Write([NoPolicy, Role, NoRole, Binding]))));

    [Fact]
    public void A_backup_of_objects_that_did_not_exist_is_read_and_disturbs_no_reader_of_manifests()
    {
        var file = Write([NoPolicy, NoRole]);
        Assert.Equal(Describe(NoPolicy, NoRole), Describe(Read(file)));
        Assert.Empty(ManifestReader.ReadFile(file, "backup.yaml", ManifestReader.Throw, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_oldest_state_of_an_object_counts()
    {
        var file = _folder.PathOf("backup.yaml");
        var backup = new BackupFile(file, Cluster);
        backup.Add([Role, NoRole]);
        backup.Add([Role with { Body = null }, NoRole with { Body = Body("Role", "psp:b", "team") }, Binding]);
        Assert.Equal(Describe(Role, Binding, NoRole), Describe(Read(file)));
        Assert.Equal(["backup.yaml"], _folder.Names);
    }

    [Fact]
    public void People_find_the_commands_in_it()
    {
        var lines = File.ReadAllLines(Write([NoRole, NoPolicy]));
        Assert.Contains("# kubectl delete roles.rbac.authorization.k8s.io psp:b --namespace team", lines);
        Assert.Contains("# kubectl delete podsecuritypolicies.policy a", lines);
        Assert.Contains(lines, line => line.Contains("Restore-PodSecurityBackup -Path backup.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_larger_than_any_backup_is_not_read()
    {
        var file = _folder.PathOf("backup.yaml");
        using (var huge = File.Create(file))
        {
            huge.SetLength(64 * 1024 * 1024 + 1);
        }
        Assert.Equal("ManifestTooLarge", Assert.Throws<ManifestException>(() => Read(file)).ErrorId);
    }

    [Fact]
    public void A_device_is_not_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no /dev.");
        Assert.Throws<IOException>(() => Read("/dev/zero"));
    }

    [Fact]
    public void A_backup_is_never_overwritten()
    {
        var file = _folder.Write("backup.yaml", "precious");
        Assert.Throws<IOException>(() => new BackupFile(file, Cluster).Add([Role]));
        Assert.Equal("precious", File.ReadAllText(file));

        File.Delete(file);
        var backup = new BackupFile(file, Cluster);
        backup.Add([Role]);
        File.WriteAllText(file, "precious");
        Assert.Throws<IOException>(() => backup.Add([NoRole]));
        Assert.Equal("precious", File.ReadAllText(file));
        Assert.Equal(["backup.yaml"], _folder.Names);
    }

    [Fact]
    public void Of_many_who_write_one_backup_at_once_one_does()
    {
        foreach (var round in Enumerable.Range(0, 50))
        {
            var file = _folder.PathOf($"{round}.yaml");
            var won = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(8).Count(_ => IsWritten(file));
            Assert.Equal(1, won);
            Assert.Equal(Describe(Role), Describe(Read(file)));
        }
    }

    private static bool IsWritten(string file)
    {
        try
        {
            new BackupFile(file, Cluster).Add([Role]);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Theory]
    [InlineData("apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: x\n", "BackupKindUnknown")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  namespace: team\n", "BackupKindUnknown")]
    [InlineData("# kubectl delete namespaces x\n", "BackupKindUnknown")]
    [InlineData("# kubectl delete deployments.apps x --namespace y\n", "BackupKindUnknown")]
    [InlineData("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: x\n", "BackupObjectInvalid")]
    [InlineData("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: x\n  namespace: team\n",
        "BackupObjectInvalid")]
    [InlineData("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {}\n", "BackupObjectInvalid")]
    [InlineData("# nothing\n", "ManifestEmpty")]
    [InlineData("", "ManifestEmpty")]
    public void An_object_that_no_backup_holds_is_an_error(string text, string id)
    {
        var file = _folder.Write("other.yaml", text);
        Assert.Equal("BackupIncomplete", Assert.Throws<ManifestException>(() => Read(file)).ErrorId);
        Assert.Equal(id, Assert.Throws<ManifestException>(() => Read(file, acceptUnmarked: true)).ErrorId);
    }

    [Fact]
    public void A_backup_of_the_first_release_is_taken_only_when_asked_for()
    {
        var file = _folder.Write(
            "old.yaml", $"# What a change found\n---\n{ManifestWriter.ToYaml(Role.Body!)}# kubectl delete roles.rbac.authorization.k8s.io "
            + "psp:b --namespace team\n");
        Assert.Equal("BackupIncomplete", Assert.Throws<ManifestException>(() => Read(file)).ErrorId);
        Assert.Equal(Describe(Role, NoRole), Describe(Read(file, acceptUnmarked: true)));
    }

    [Fact]
    public void Wherever_it_is_cut_off_it_is_no_backup()
    {
        var whole = File.ReadAllBytes(Write([NoPolicy, Role, Binding]));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.PathOf("cut.yaml"), whole[..length]);
            Assert.Throws<ManifestException>(() => Read(_folder.PathOf("cut.yaml")));
        }
    }

    [Fact]
    public void Whichever_byte_is_changed_it_is_no_backup()
    {
        var whole = File.ReadAllBytes(Write([NoPolicy, Role, Binding]));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255]).Sample(
            (place, change) =>
            {
                byte[] changed = [.. whole];
                changed[place] ^= change;
                var file = _folder.PathOf($"{Guid.NewGuid()}.yaml");
                File.WriteAllBytes(file, changed);
                Assert.Throws<ManifestException>(() => Read(file));
            },
            iter: 500);
    }

    [Fact]
    public void Line_ends_of_version_control_do_no_harm()
    {
        var file = Write([NoPolicy, Role, NoRole]);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(Describe(Role, NoPolicy, NoRole), Describe(Read(file)));
    }

    // Anything that a name could be, and what shells, YAML and comments have a meaning for.
    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.String[1, 12], Gen.String["ab-'\"#$`\\ \t\n\r\u0085\u2028\u2029\u202e*?~!;&|<>(){}[]%:=,.@\U0001F600"]).Where(
            name => name.Length > 0 && IsText(name));

    [Fact]
    public void Whatever_names_hold_they_are_read_as_they_were()
    {
        Gen.Select(Names, Names, Names, Names).Sample(
            (name, @namespace, file, context) =>
            {
                ObjectState[] states =
                [
                    new(ResourceTypes.Roles, @namespace, name, Body("Role", name, @namespace)),
                    new(ResourceTypes.RoleBindings, @namespace, name, null),
                    new(ResourceTypes.PodSecurityPolicies, null, name, null),
                ];
                var text = BackupText.Write(file, new(context, "https://prod.test", "default"), DateTimeOffset.UnixEpoch, states);
                var path = _folder.PathOf(Guid.NewGuid().ToString());
                File.WriteAllBytes(path, text);
                Assert.Equal(Describe(states), Describe(Read(path)));
                Assert.All(Encoding.UTF8.GetString(text).Split('\n').Where(line => line.StartsWith('#')), line => Assert.Equal(
                    PrintableText.Escape(line), line));
            },
            iter: 1000);
    }

    [Fact]
    public async Task A_shell_reads_names_back_as_they_were()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no POSIX shell.");
        }
        string[] names =
            ["plain", "psp:one two", "it's", "-rf", "#a", "a#b", "$HOME", "`id`", "a\"b", "\\", "*", "~", "a;b", "a&b", "!", "''", " "];
        foreach (var name in names)
        {
            var command = KubectlCommand.Delete(new(ResourceTypes.Roles, name, name, null));
            var script = _folder.WriteScript("kubectl", "for word in \"$@\"; do printf '%s\\n' \"$word\"; done\n");
            using var shell = Process.Start(
                new ProcessStartInfo(
                    "/bin/sh", ["-c", command.Replace("kubectl", script, StringComparison.Ordinal)]) { RedirectStandardOutput = true })!;
            var words = (await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');
            string[] expected = name.StartsWith('-')
                ? ["delete", "roles.rbac.authorization.k8s.io", "--namespace", name, "--", name]
                : ["delete", "roles.rbac.authorization.k8s.io", name, "--namespace", name];
            Assert.Equal(expected, words);
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Write(IEnumerable<ObjectState> states)
    {
        var file = _folder.PathOf("backup.yaml");
        new BackupFile(file, Cluster).Add(states);
        return file;
    }

    private static IReadOnlyList<ObjectState> Read(string file, bool acceptUnmarked = false) =>
        Backup.Read(file, "backup.yaml", acceptUnmarked, TestContext.Current.CancellationToken);

    // A lone half of a surrogate pair is no text that UTF-8 can hold.
    private static bool IsText(string text) => !text.EnumerateRunes().Contains(Rune.ReplacementChar);

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

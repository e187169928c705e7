using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Eks;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>Where backups and snapshots go, where they cannot, and what Restore-PodSecurityBackup takes.</summary>
public sealed class BackupFileTests : IDisposable
{
    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public BackupFileTests()
    {
        _module.Cluster.Add(
            ResourceTypes.PodSecurityPolicies, JsonSerializer.SerializeToNode(
                EksDefault.Policy(), KubernetesJson.Default.PodSecurityPolicy)!.AsObject());
        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder"));
        File.WriteAllText(Path.Combine(_folder.Path, "exists.yaml"), "precious");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.yaml"), Path.Combine(_folder.Path, "nothing.yaml"));
        }
        _module.Run(
            $"$folder = '{_folder.Path}'; $location = $ExecutionContext.SessionState.Path; $location.SetLocation($folder) | Out-Null");
    }

    [Theory]
    [InlineData("$folder/exists.yaml", "BackupExists")]
    [InlineData("$folder/folder", "BackupNotWritten")]
    [InlineData("$folder/absent/b.yaml", "BackupNotWritten")]
    [InlineData("$folder/link.yaml", "BackupNotWritten")]
    [InlineData("/dev/null", "BackupNotWritten")]
    [InlineData("Env:/b.yaml", "PathNotInFileSystem")]
    [InlineData("Nowhere:/b.yaml", "PathNotFound")]
    public void Where_no_backup_can_be_nothing_is_asked_and_nothing_changed(string path, string id)
    {
        var error = Assert.Single(_module.Run($"Remove-PodSecurityPolicy eks.privileged -BackupPath {path}").Errors);
        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_module.Host.Questions);
        Assert.Empty(_module.Cluster.Writes);
        Assert.Equal("precious", File.ReadAllText(Path.Combine(_folder.Path, "exists.yaml")));
    }

    [Theory]
    [InlineData("Remove-EksDefaultPsp -BackupPath $unset")]
    [InlineData("Remove-EksDefaultPsp -Context $unset")]
    [InlineData("Remove-PodSecurityPolicy eks.privileged -KubeConfig $unset")]
    [InlineData("Remove-PodSecurityPolicy eks.privileged -As $unset")]
    [InlineData("Restore-EksDefaultPsp -Path $unset")]
    [InlineData("Grant-PspUse eks.privileged -User ann -Namespace $unset")]
    [InlineData("Revoke-PspUse eks.privileged -User ann -Namespace $unset")]
    [InlineData("Set-PodSecurityLabel default -Enforce $unset")]
    public void A_variable_that_was_never_set_is_not_taken_for_what_was_left_out(string script)
    {
        AssertError("ParameterNull", $"{script} -Confirm:$false");
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void The_longest_name_of_a_context_leaves_room_for_the_name_of_the_backup()
    {
        _module.Cluster.Identity = _module.Cluster.Identity with { Name = new('n', 1000) };
        var result = _module.Run("Remove-EksDefaultPsp -Confirm:$false");
        Assert.Empty(result.Errors);
        Assert.Single(Directory.GetFiles(_folder.Path, "eks-default-psp-nnn*.yaml"));
    }

    [Fact]
    public void The_error_of_a_place_without_files_names_the_parameter_and_the_provider()
    {
        var error = Assert.Single(
            _module.Run("$null = $location.SetLocation('Env:'); Remove-PodSecurityPolicy eks.privileged -BackupPath ./b.yaml").Errors);
        Assert.Contains(
            "-BackupPath './b.yaml' leads to the PowerShell provider Environment", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wildcard_characters_in_a_name_are_plain()
    {
        Assert.Empty(_module.Run("Remove-PodSecurityPolicy eks.privileged -BackupPath './b[1].yaml' -Confirm:$false").Errors);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "b[1].yaml")));
        Assert.Empty(_module.Run("Restore-PodSecurityBackup './b[1].yaml' -Confirm:$false").Errors);
        Assert.Equal(["Delete PodSecurityPolicy/eks.privileged", "Create PodSecurityPolicy/eks.privileged"], _module.Cluster.Writes);
    }

    [Theory]
    [InlineData("$null = $location.SetLocation('Env:')")]
    [InlineData("$null = $location.SetLocation(\"$folder/folder\"); [System.IO.Directory]::Delete(\"$folder/folder\")")]
    public void Where_the_location_takes_no_file_the_backup_that_names_itself_goes_to_the_next_place_that_does(string location)
    {
        using var home = new TemporaryFolder();
        _module.FallbackFolders = [Path.Combine(_folder.Path, "absent"), home.Path];
        _module.Run(location);
        var before = _module.Cluster.Contents;
        var result = _module.Run("Remove-EksDefaultPsp -Confirm:$false");
        Assert.Empty(result.Errors);
        var file = Assert.Single(Directory.GetFiles(home.Path));
        Assert.Contains(result.Warnings, warning => warning.Contains($"Restore-PodSecurityBackup -Path {file}", StringComparison.Ordinal));
        _module.Run($"Restore-PodSecurityBackup '{file}' -Confirm:$false");
        Assert.Equal(before, _module.Cluster.Contents);
    }

    [Fact]
    public void Where_nothing_takes_the_backup_nothing_is_changed()
    {
        _module.Run("$null = $location.SetLocation('Env:')");
        AssertError("BackupNotWritten", "Remove-EksDefaultPsp -Confirm:$false");
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void What_cannot_be_rolled_back_is_said_though_no_file_can_be_written()
    {
        _module.Run("$null = $location.SetLocation('Env:')");
        _module.FallbackFolders = [Path.Combine(_folder.Path, "absent")];
        _module.Cluster.Fault = write => write == 0 ? WriteFault.CutAfter : WriteFault.CutBefore;
        var error = Assert.Single(_module.Run("Remove-PodSecurityPolicy eks.privileged -Confirm:$false").Errors);
        Assert.StartsWith("ChangeNotRolledBack,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("The test makes it fail (Connection).", error.Exception.Message, StringComparison.Ordinal);
        var list = error.Exception.Message[error.Exception.Message.IndexOf('{', StringComparison.Ordinal)..];
        Assert.Equal("eks.privileged", (string?)JsonNode.Parse(list)!["items"]![0]!["metadata"]!["name"]);
    }

    [Fact]
    public void Of_what_was_not_there_before_the_way_back_is_called_deletion()
    {
        _module.Cluster.Fault = write => write == 0 ? WriteFault.CutAfter : WriteFault.CutBefore;
        var error = Assert.Single(_module.Run("New-RestrictivePsp -Name new -Confirm:$false").Errors);
        Assert.StartsWith("ChangeNotRolledBack,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("To delete it: Restore-PodSecurityBackup -Path ", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_way_back_is_gone_as_the_same_user()
    {
        var warning = Assert.Single(_module.Run(
            "Remove-EksDefaultPsp -Force -Confirm:$false -BackupPath ./b.yaml -As 'jo hn' -AsGroup 'system:masters', 'a b'").Warnings,
            text => text.Contains("To bring it back", StringComparison.Ordinal));
        Assert.EndsWith(" -As 'jo hn' -AsGroup system:masters,'a b'", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void One_question_lists_all_that_a_restore_would_do()
    {
        _module.Run("Grant-PspUse a -Group one -Namespace one -BackupPath ./b.yaml -Confirm:$false");
        _module.Run("Remove-PodSecurityPolicy eks.privileged -BackupPath ./c.yaml -Confirm:$false");
        _module.Host.Clear();
        _module.Cluster.Writes.Clear();
        _module.Host.Agrees = false;
        _module.Run("Restore-PodSecurityBackup ./b.yaml; Restore-PodSecurityBackup ./c.yaml");
        Assert.Collection(
            _module.Host.Questions,
            question =>
            {
                Assert.Contains("Delete: RoleBinding/one/", question, StringComparison.Ordinal);
                Assert.Contains("Delete: Role/one/", question, StringComparison.Ordinal);
            },
            question => Assert.Contains("Create: PodSecurityPolicy/eks.privileged", question, StringComparison.Ordinal));
        Assert.Empty(_module.Cluster.Writes);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata:\n  name: team\n")]
    [InlineData("# kubectl delete namespaces team\n")]
    public void Other_kinds_are_refused_before_anything_is_sent(string more)
    {
        var policy = "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: new\nspec: {}\n---\n";
        File.WriteAllText(Path.Combine(_folder.Path, "hand.yaml"), policy + more);
        AssertError("BackupIncomplete", "Restore-PodSecurityBackup ./hand.yaml -Confirm:$false");
        AssertError("BackupKindUnknown", "Restore-PodSecurityBackup ./hand.yaml -Force -Confirm:$false");
        Assert.Empty(_module.Cluster.Writes);
    }

    [Theory]
    [InlineData("$folder/folder", "SnapshotNotWritten")]
    [InlineData("$folder/absent/s.json", "SnapshotNotWritten")]
    [InlineData("$folder/link.yaml", "SnapshotNotWritten")]
    [InlineData("$folder/exists.yaml", "FileExists")]
    [InlineData("Env:/s.json", "PathNotInFileSystem")]
    public void Where_no_snapshot_can_be_none_is_begun(string path, string id)
    {
        AssertError(id, $"Export-PodSecuritySnapshot {path}");
        Assert.Equal("precious", File.ReadAllText(Path.Combine(_folder.Path, "exists.yaml")));
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    private void AssertError(string id, string script) =>
        Assert.StartsWith($"{id},", Assert.Single(_module.Run(script).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
}

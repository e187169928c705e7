using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Eks;
using PodSecurity.Tests.Hosting;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Tests.Commands;

public sealed class EksDefaultCommandTests : IDisposable
{
    private const string Remove = "Remove-EksDefaultPsp -BackupPath $folder/backup.yaml -Confirm:$false";
    private const string Policy = "PodSecurityPolicy/eks.privileged";
    private const string Role = "ClusterRole/eks:podsecuritypolicy:privileged";
    private const string Binding = "ClusterRoleBinding/eks:podsecuritypolicy:authenticated";

    private readonly HostedModule _module = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("podsecurity-eks-");

    public EksDefaultCommandTests()
    {
        _module.Cluster.Add(ResourceTypes.PodSecurityPolicies, Json(EksDefault.Policy()));
        _module.Cluster.Add(ResourceTypes.ClusterRoles, Json(EksDefault.ClusterRole()));
        _module.Cluster.Add(ResourceTypes.ClusterRoleBindings, Json(EksDefault.ClusterRoleBinding()));
        _module.Run($"$folder = '{_folder.FullName}'; $ExecutionContext.SessionState.Path.SetLocation($folder) | Out-Null");
    }

    [Fact]
    public void The_state_is_said()
    {
        Assert.Equal(nameof(EksDefaultState.Present), State());
        _module.Run(Remove);
        Assert.Equal(nameof(EksDefaultState.Absent), State());
    }

    [Fact]
    public void Removal_goes_from_the_binding_to_the_policy_and_tells_the_way_back_first()
    {
        var before = _module.Cluster.Contents;
        var result = _module.Run(Remove);
        Assert.Empty(result.Errors);
        Assert.Equal([$"Delete {Binding}", $"Delete {Role}", $"Delete {Policy}"], _module.Cluster.Writes);
        var told = Assert.Single(result.Warnings);

        Assert.Empty(_module.Run($"{CommandIn(told)} -Confirm:$false").Errors);
        Assert.Equal(before, _module.Cluster.Contents);
    }

    [Fact]
    public void Removal_refuses_while_a_workload_needs_it_and_names_it_and_its_cover()
    {
        AddDeployment();
        var error = Assert.Single(_module.Run(Remove).Errors);
        Assert.StartsWith("EksDefaultNeeded,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Deployment/team/web", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Grant-PspUse team-default -ServiceAccount team:default -Namespace team", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_module.Cluster.Writes);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void What_covers_it_can_be_piped_and_then_the_removal_is_let_through()
    {
        AddDeployment();
        var cover = _module.Run("""
            $cover = Test-PspChange -Remove eks.privileged | Get-PspCoverage
            $cover.NewPolicy | New-PodSecurityPolicy -Confirm:$false | Out-Null
            $cover | Grant-PspUse -Confirm:$false
            """);
        Assert.Empty(cover.Errors);
        Assert.Empty(_module.Run(Remove).Errors);
        Assert.Equal(nameof(EksDefaultState.Absent), State());
        Assert.Equal("Unchanged", _module.Run("(Test-PspChange).Outcome").Output.Single().ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -Force")]
    public void What_if_shows_impact_and_steps_and_sends_nothing(string force)
    {
        AddDeployment();
        var result = _module.Run($"Remove-EksDefaultPsp -WhatIf{force}");
        Assert.Empty(result.Errors);
        Assert.Equal(nameof(PspChangeOutcome.Rejected), Assert.IsType<PspChangeResult>(Assert.Single(result.Output).BaseObject).Outcome);
        Assert.Equal(4, _module.Host.Lines.Count(line => line.Contains("What if:", StringComparison.Ordinal)));
        Assert.Empty(_module.Cluster.Writes);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void What_if_says_that_the_real_run_would_refuse()
    {
        AddDeployment();
        var told = Assert.Single(_module.Run("Remove-EksDefaultPsp -WhatIf").Warnings);
        Assert.StartsWith("Without -WhatIf the command refuses. Without the EKS default, 1 workloads", told, StringComparison.Ordinal);
        Assert.Contains(_module.Host.Lines, line => line.Contains("1 of 1 workloads rejected", StringComparison.Ordinal));
    }

    [Fact]
    public void What_if_says_that_nothing_would_break()
    {
        Assert.Empty(_module.Run("Remove-EksDefaultPsp -WhatIf").Warnings);
        Assert.Contains(_module.Host.Lines, line => line.Contains("0 of 0 workloads rejected: safe", StringComparison.Ordinal));
    }

    [Fact]
    public void The_question_holds_the_impact_and_a_no_is_not_silent()
    {
        AddDeployment();
        _module.Host.Agrees = false;
        var warnings = _module.Run("Remove-EksDefaultPsp -Force").Warnings;
        Assert.Contains("1 of 1 workloads rejected", Assert.Single(_module.Host.Questions), StringComparison.Ordinal);
        Assert.Contains(warnings, warning => warning.StartsWith("Nothing was changed:", StringComparison.Ordinal));
        Assert.Empty(_module.Cluster.Writes);
    }

    [Theory]
    [InlineData("Remove-EksDefaultPsp -Confirm:$false", 2)]
    [InlineData("Get-EksDefaultPsp", 1)]
    [InlineData("Get-PspUse", 1)]
    [InlineData("Test-PspChange", 1)]
    [InlineData("Revoke-PspUse eks.privileged -User me -ClusterWide -Confirm:$false", 1)]
    public void A_binding_that_cannot_be_read_is_named_and_no_gate_passes_it_over(string script, int errors)
    {
        _module.Cluster.Add(ResourceTypes.RoleBindings, JsonNode.Parse("""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"broken","namespace":"team"},"subjects":"everybody"}
            """)!.AsObject());

        var result = _module.Run(script);

        Assert.StartsWith("RoleBinding/team/broken: ", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("ManifestFieldInvalid,", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(errors, result.Errors.Count);
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void Force_removes_it_nevertheless_and_says_what_breaks()
    {
        AddDeployment();
        var result = _module.Run($"{Remove} -Force -PassThru");
        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, warning => warning.Contains("Deployment/team/web", StringComparison.Ordinal));
        Assert.Equal(nameof(EksDefaultState.Absent), Assert.IsType<EksDefaultStatus>(Assert.Single(result.Output).BaseObject).State);
    }

    [Fact]
    public void Without_a_path_the_backup_names_itself_and_an_existing_file_is_never_overwritten()
    {
        Assert.Empty(_module.Run("Remove-EksDefaultPsp -Confirm:$false").Errors);
        Assert.StartsWith("eks-default-psp-memory-", Assert.Single(_folder.GetFiles()).Name, StringComparison.Ordinal);
        _module.Run("Restore-EksDefaultPsp -Confirm:$false");
        File.WriteAllText(Path.Combine(_folder.FullName, "backup.yaml"), "precious");
        _module.Cluster.Writes.Clear();
        Assert.StartsWith("BackupExists,", Assert.Single(_module.Run(Remove).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void Who_declines_one_part_declines_all()
    {
        _module.Host.Agrees = false;
        _module.Run("Remove-EksDefaultPsp");
        Assert.Empty(_module.Cluster.Writes);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void What_was_altered_is_said_and_kept_in_the_backup()
    {
        var altered = EksDefault.ClusterRoleBinding();
        altered.Subjects!.Add(User("jane"));
        _module.Cluster.Add(ResourceTypes.ClusterRoleBindings, Json(altered));
        _module.Cluster.Add(ResourceTypes.ClusterRoleBindings, Json(Everywhere("extra", EksDefault.ClusterRoleName, User("joe"))));
        var before = _module.Cluster.Contents;
        Assert.Equal(nameof(EksDefaultState.Altered), State());

        var warnings = _module.Run(Remove).Warnings;

        Assert.Contains(
            warnings, warning => warning.Contains("is altered", StringComparison.Ordinal) && warning.Contains(
                "jane", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.Contains("ClusterRoleBinding/extra also binds", StringComparison.Ordinal));
        _module.Run("Restore-EksDefaultPsp $folder/backup.yaml -Confirm:$false");
        Assert.Equal(before, _module.Cluster.Contents);
    }

    public static TheoryData<string> Damages => new(
        "Remove-PodSecurityPolicy eks.privileged -Confirm:$false", "Remove-EksDefaultPsp -Confirm:$false", "$null");

    [Theory]
    [MemberData(nameof(Damages))]
    public void Restoring_repairs_whatever_it_finds_and_can_be_repeated(string damage)
    {
        var before = _module.Cluster.Contents;
        _module.Run(damage);
        Assert.Equal(
            nameof(EksDefaultState.Present), Assert.IsType<EksDefaultStatus>(
                _module.Run("Restore-EksDefaultPsp -PassThru -Confirm:$false").Output.Single().BaseObject).State);
        Assert.Equal(before, _module.Cluster.Contents);
        _module.Cluster.Writes.Clear();
        _module.Run("Restore-EksDefaultPsp -Confirm:$false");
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void Restoring_brings_altered_parts_back_to_what_is_shipped()
    {
        var before = _module.Cluster.Contents;
        var (policy, binding) = (EksDefault.Policy(), EksDefault.ClusterRoleBinding());
        policy.Spec.Privileged = false;
        binding.RoleRef.Name = "other";
        _module.Cluster.Add(ResourceTypes.PodSecurityPolicies, Json(policy));
        _module.Cluster.Add(ResourceTypes.ClusterRoleBindings, Json(binding));

        var result = _module.Run("Restore-EksDefaultPsp -Confirm:$false");

        Assert.Equal(2, result.Warnings.Count(warning => warning.Contains("is altered", StringComparison.Ordinal)));
        Assert.Equal(before, _module.Cluster.Contents);
        Assert.Equal([$"Replace {Policy}", $"Delete {Binding}", $"Create {Binding}"], _module.Cluster.Writes);
    }

    public static TheoryData<string> FormerBackups => new(
        "Remove-EksDefaultPsp -Confirm:$false",
        "Remove-EksDefaultPsp -Confirm:$false; Restore-EksDefaultPsp -Confirm:$false",
        "Remove-EksDefaultPsp -Confirm:$false; Restore-EksDefaultPsp -Confirm:$false; Restore-EksDefaultPsp -Confirm:$false",
        "Remove-PodSecurityPolicy eks.privileged -Confirm:$false; Remove-EksDefaultPsp -Confirm:$false; Restore-EksDefaultPsp "
        + "-Confirm:$false",
        "Remove-PodSecurityPolicy eks.privileged -Confirm:$false; Restore-EksDefaultPsp -Confirm:$false");

    /// <summary>Its own backup says that the objects did not exist: obeying it would delete them.</summary>
    [Theory]
    [MemberData(nameof(FormerBackups))]
    public void Restoring_never_deletes_whatever_file_it_is_given(string history)
    {
        _module.Run(history);
        _module.Run("Restore-EksDefaultPsp -Confirm:$false");
        Assert.Equal(nameof(EksDefaultState.Present), State());
        _module.Cluster.Writes.Clear();
        foreach (var pattern in new[] { "*.yaml", "eks-default-psp-*", "before-*" })
        {
            _module.Run($"{Files(pattern)} | Restore-EksDefaultPsp -Confirm:$false");
            Assert.Equal(nameof(EksDefaultState.Present), State());
        }
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void Its_own_backup_is_told_apart_and_said_to_hold_nothing_to_bring_back()
    {
        _module.Run("Remove-EksDefaultPsp -Confirm:$false; Restore-EksDefaultPsp -Confirm:$false");
        Assert.Single(_folder.GetFiles("eks-default-psp-*"));
        Assert.Single(_folder.GetFiles("before-eks-restore-*"));
        var error = Assert.Single(_module.Run($"{Files("before-*")} | Restore-EksDefaultPsp -Confirm:$false").Errors);
        Assert.StartsWith("BackupWithoutEksDefault,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    public static TheoryData<string, int, WriteFault> FaultAtEveryStep => new(
        from command in new[] { "Remove", "Restore" }
        from step in Enumerable.Range(0, 3)
        from fault in new[] { WriteFault.Refuse, WriteFault.Conflict, WriteFault.FailBefore, WriteFault.CutBefore, WriteFault.CutAfter }
        select (command, step, fault));

    [Theory]
    [MemberData(nameof(FaultAtEveryStep))]
    public void After_one_fault_everything_is_as_before_and_that_is_said(string command, int step, WriteFault fault)
    {
        var before = Prepare(command);
        _module.Cluster.Fault = write => write == step ? fault : WriteFault.None;
        var error = Assert.Single(_module.Run(Script(command)).Errors);
        Assert.EndsWith(" are as before.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, _module.Cluster.Contents);
    }

    [Theory]
    [MemberData(nameof(FaultAtEveryStep))]
    public void When_nothing_goes_any_more_one_command_brings_it_back_and_it_was_said(string command, int step, WriteFault fault)
    {
        var before = Prepare(command);
        _module.Cluster.Fault = write => write < step ? WriteFault.None : write == step ? fault : WriteFault.CutBefore;
        var error = Assert.Single(_module.Run(Script(command)).Errors);
        _module.Cluster.Fault = _ => WriteFault.None;
        if (error.FullyQualifiedErrorId.StartsWith("ChangeNotRolledBack,", StringComparison.Ordinal))
        {
            Assert.Empty(_module.Run($"{CommandIn(error.Exception.Message)} -Confirm:$false").Errors);
        }
        Assert.Equal(before, _module.Cluster.Contents);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_stops_the_command_finds_everything_as_before(int step)
    {
        var before = _module.Cluster.Contents;
        _module.Cluster.Fault = write => write == step ? WriteFault.HangAfter : WriteFault.None;
        var (errors, _) = await _module.StopAsync(Remove, _module.Cluster.Hanging);
        Assert.Empty(errors);
        Assert.Equal(before, _module.Cluster.Contents);
    }

    [Fact]
    public async Task Who_stops_the_command_is_told_what_could_not_be_taken_back()
    {
        var before = _module.Cluster.Contents;
        _module.Cluster.Fault = write => write switch { 0 => WriteFault.None, 1 => WriteFault.HangAfter, _ => WriteFault.CutBefore };
        await _module.StopAsync(Remove, _module.Cluster.Hanging);
        _module.Cluster.Fault = _ => WriteFault.None;
        var told = Assert.Single(_module.Host.Lines, line => line.Contains("Not rolled back", StringComparison.Ordinal));
        Assert.Empty(_module.Run($"{CommandIn(told)} -Confirm:$false").Errors);
        Assert.Equal(before, _module.Cluster.Contents);
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Delete(recursive: true);
    }

    // As Get-ChildItem gives them: commands take the path by its property.
    private static string Files(string pattern) =>
        $"[System.IO.Directory]::GetFiles($folder, '{pattern}') | ForEach-Object {{ [pscustomobject]@{{ PSPath = $_ }} }}";

    private string Prepare(string command)
    {
        if (command == "Restore")
        {
            _module.Run("Remove-EksDefaultPsp -Confirm:$false");
            _module.Cluster.Writes.Clear();
        }
        return _module.Cluster.Contents;
    }

    private static string Script(string command) => command == "Remove" ? Remove : "Restore-EksDefaultPsp -Confirm:$false";

    private static string CommandIn(string message) => message[message.IndexOf("Restore-PodSecurityBackup", StringComparison.Ordinal)..];

    private string State() => Assert.IsType<EksDefaultStatus>(_module.Run("Get-EksDefaultPsp").Output.Single().BaseObject).State;

    private static JsonObject Json<T>(T value) =>
        JsonSerializer.SerializeToNode(value, KubernetesJson.Default.GetTypeInfo(typeof(T))!)!.AsObject();

    private void AddDeployment() => _module.Cluster.Add(ResourceTypes.Deployments, JsonNode.Parse("""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"team"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}
        """)!.AsObject());
}

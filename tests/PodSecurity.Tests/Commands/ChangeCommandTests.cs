using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Eks;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>Test-PspChange, Get-PspCoverage, Export-PodSecuritySnapshot, Restore-PodSecurityBackup and -BackupPath.</summary>
public sealed class ChangeCommandTests : IDisposable
{
    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public ChangeCommandTests()
    {
        Add(ResourceTypes.PodSecurityPolicies, EksDefault.Policy());
        Add(ResourceTypes.ClusterRoles, EksDefault.ClusterRole());
        Add(ResourceTypes.ClusterRoleBindings, EksDefault.ClusterRoleBinding());
        AddPods("one", "web",
            """{"containers":[{"name":"c","image":"i","securityContext":{"runAsUser":1000,"allowPrivilegeEscalation":false}}]}""");
        AddPods("two", "agent", """{"hostPID":true,"containers":[{"name":"c","image":"i"}]}""");
        _module.Run($"$folder = '{_folder.Path}'");
    }

    [Theory]
    [InlineData("Test-PspChange", "Unchanged Unchanged")]
    [InlineData("Test-PspChange eks.privileged", "Rejected Rejected")]
    [InlineData("Test-PspChange eks.privileged -IncludePod", "Rejected Rejected Rejected Rejected")]
    [InlineData("Test-PspChange -Remove EKS.*", "Rejected Rejected")]
    [InlineData("Test-PspChange -Remove ClusterRole/eks:podsecuritypolicy:privileged", "Rejected Rejected")]
    [InlineData("Test-PspChange -Remove ClusterRoleBinding/eks:*", "Rejected Rejected")]
    [InlineData("Test-PspChange -Remove nothing*", "Unchanged Unchanged")]
    [InlineData("Test-PspChange -Add $null", "Unchanged Unchanged")]
    [InlineData("$null | Test-PspChange", "Unchanged Unchanged")]
    [InlineData("Test-PspChange -Add $null, $least -GrantTo one:default", "Unchanged Unchanged")]
    [InlineData("Test-PspChange -Remove eks.privileged -Namespace one", "Rejected")]
    [InlineData("$least | Test-PspChange -Remove eks.privileged -GrantTo system:serviceaccounts", "NewlyMutated Rejected")]
    [InlineData("Test-PspChange -Remove eks.privileged -Add $least -GrantTo one:default", "NewlyMutated Rejected")]
    [InlineData("Test-PspChange -Remove eks.privileged -Add $least -GrantTo User:jane", "Rejected Rejected")]
    public void Each_workload_gets_its_outcome(string script, string expected)
    {
        var result = _module.Run($"$least = New-RestrictivePsp least -AsObject; {script}");
        Assert.Empty(result.Errors);
        Assert.Equal(expected, string.Join(' ', result.Output.Select(item => ((PspChangeResult)item.BaseObject).Outcome)));
    }

    [Theory]
    [InlineData("Test-PspChange absent", "ObjectToRemoveNotFound", 2)]
    [InlineData("Test-PspChange -Remove Role/one/absent", "ObjectToRemoveNotFound", 2)]
    [InlineData("Test-PspChange -Add (New-RestrictivePsp a -AsObject) -GrantTo nobody", "SubjectInvalid", 0)]
    [InlineData("1 | Get-PspCoverage", "NoChangeResult", 0)]
    public void What_is_wrong_is_said_and_the_rest_goes_on(string script, string id, int results)
    {
        var result = _module.Run(script);
        Assert.StartsWith($"{id},", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(results, result.Output.Count);
    }

    [Fact]
    public void A_summary_comes_last_and_counts_by_namespace()
    {
        var output = _module.Run("Test-PspChange -Remove eks.privileged -Summary").Output;
        var summary = Assert.IsType<PspChangeSummary>(output[^1].BaseObject);
        Assert.Equal((3, 2, 2, false), (output.Count, summary.Total, summary.Rejected, summary.IsSafe));
        Assert.Equal(
            ["one: 1 of 1 workloads rejected", "two: 1 of 1 workloads rejected"], summary.Namespaces.Select(part => part.ToString()));
    }

    [Fact]
    public void A_summary_counts_workloads_also_where_pods_are_shown()
    {
        var output = _module.Run("Test-PspChange -Remove eks.privileged -Summary -IncludePod").Output;
        Assert.Equal((5, 2), (output.Count, ((PspChangeSummary)output[^1].BaseObject).Total));
    }

    [Theory]
    [InlineData("$cover | Test-PspChange -Remove eks.privileged -Summary")]
    [InlineData("Test-PspChange -Remove eks.privileged -Add $cover -Summary")]
    public void A_plan_can_be_rehearsed(string rehearsal)
    {
        var result = _module.Run($"$cover = Test-PspChange -Remove eks.privileged | Get-PspCoverage; {rehearsal}");
        Assert.Empty(result.Errors);
        Assert.Equal("all namespaces: 0 of 2 workloads rejected: safe", result.Output[^1].ToString());
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void A_rehearsal_gives_to_each_only_what_is_planned_for_it()
    {
        var result = _module.Run(
            "$cover = Test-PspChange -Remove eks.privileged | Get-PspCoverage; $cover[0] | Test-PspChange -Remove eks.privileged");
        Assert.Equal(
            ["Deployment/one/web: PolicyChanged", "Deployment/two/agent: Rejected"], result.Output.Select(item => item.ToString()).Order(
                StringComparer.Ordinal));
    }

    [Fact]
    public void A_rehearsal_keeps_those_who_may_use_a_policy_already()
    {
        var script = """
            $cover = Test-PspChange -Remove eks.privileged | Get-PspCoverage
            $cover.NewPolicy | New-PodSecurityPolicy -Confirm:$false | Out-Null
            $cover | Grant-PspUse -Confirm:$false
            [pscustomobject]@{ Policy = 'one-default'; Namespace = 'one'; ServiceAccount = 'one:other' } | Grant-PspUse -Confirm:$false -WarningAction SilentlyContinue
            $cover | Test-PspChange -Remove eks.privileged -Summary
            """;
        Assert.Equal("all namespaces: 0 of 2 workloads rejected: safe", _module.Run(script).Output[^1].ToString());
    }

    [Fact]
    public void A_whole_plan_is_yaml_that_carries_it_out()
    {
        var yaml = _module.Run("Test-PspChange -Remove eks.privileged | Get-PspCoverage -AsYaml").Output;
        Assert.Equal(
            ["PodSecurityPolicy", "PodSecurityPolicy", "Role", "RoleBinding", "Role", "RoleBinding"],
            yaml.Select(text => text.ToString()!.Split('\n').Single(line => line.StartsWith("kind: ", StringComparison.Ordinal))[6..]));
        Assert.Equal(
            "all namespaces: 0 of 2 workloads rejected: safe",
            _module.Run(
                "Test-PspChange -Remove eks.privileged | Get-PspCoverage -AsYaml | Test-PspChange -Remove eks.privileged "
                + "-Summary").Output[^1].ToString());
    }

    [Fact]
    public void Nothing_is_sent_by_thinking()
    {
        _module.Run("Test-PspChange -Remove eks.privileged | Get-PspCoverage");
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void A_policy_that_the_cluster_has_covers_when_it_gives_nothing_dangerous_away()
    {
        Add(ResourceTypes.PodSecurityPolicies, new PodSecurityPolicy
        {
            Metadata = new() { Name = "have" },
            Spec = new()
            {
                AllowPrivilegeEscalation = false,
                Volumes = ["configMap", "projected", "secret"],
                RunAsUser = new() { Rule = "MustRunAsNonRoot" },
                SELinux = new() { Rule = "RunAsAny" },
                FSGroup = new() { Rule = "RunAsAny" },
                SupplementalGroups = new() { Rule = "RunAsAny" },
            },
        });
        var cover = _module.Run("Test-PspChange -Remove eks.privileged | Get-PspCoverage").Output.Select(
            item => (PspCoverage)item.BaseObject).ToList();
        Assert.Equal(
            [(nameof(PspCoverageKind.Grant), "have", "one"), (nameof(PspCoverageKind.NewPolicy), "two-default", "two")], cover.Select(
                item => (item.Kind, item.Policy, item.Namespace)));
        Assert.True(cover[1].NewPolicy!.Spec.HostPID);
        Assert.False(cover[1].NewPolicy!.Spec.HostNetwork);
        Assert.Contains("Deployment/agent", cover[1].Workloads);
    }

    [Fact]
    public void A_policy_of_everything_is_not_proposed_to_those_who_need_little()
    {
        var result = _module.Run("Test-PspChange -Remove ClusterRoleBinding/eks:podsecuritypolicy:authenticated | Get-PspCoverage");
        Assert.All(result.Output, item => Assert.Equal(nameof(PspCoverageKind.NewPolicy), ((PspCoverage)item.BaseObject).Kind));
    }

    [Fact]
    public void A_snapshot_is_not_overwritten_unless_forced_and_never_under_what_if()
    {
        Assert.Empty(_module.Run("Export-PodSecuritySnapshot $folder/s.json -WhatIf").Errors);
        Assert.Empty(Directory.GetFiles(_folder.Path));

        Assert.Equal(
            "s.json", ((FileInfo)_module.Run("Export-PodSecuritySnapshot $folder/s.json -PassThru").Output.Single().BaseObject).Name);
        Assert.StartsWith(
            "FileExists,", Assert.Single(_module.Run("Export-PodSecuritySnapshot $folder/s.json").Errors).FullyQualifiedErrorId,
                StringComparison.Ordinal);
        Assert.Empty(_module.Run("Export-PodSecuritySnapshot $folder/s.json -Force").Errors);
        Assert.Equal(["s.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("New-RestrictivePsp fresh -BackupPath $folder/b.yaml -Confirm:$false")]
    [InlineData("'eks.privileged' | Remove-PodSecurityPolicy -BackupPath $folder/b.yaml -Confirm:$false")]
    [InlineData(
        "Get-Psp eks.privileged | % { $_.Spec.Privileged = $false; $_ } | Set-PodSecurityPolicy -BackupPath $folder/b.yaml "
        + "-Confirm:$false")]
    [InlineData("Grant-PspUse eks.privileged, other -Group team -ClusterWide -BackupPath $folder/b.yaml -Confirm:$false")]
    [InlineData(
        "Grant-PspUse a -Group one -Namespace one -Confirm:$false -BackupPath $folder/b.yaml; Grant-PspUse a -Group two -Namespace one "
        + "-Confirm:$false")]
    public void Whatever_a_command_changes_its_backup_brings_back(string script)
    {
        var before = _module.Cluster.Contents;
        Assert.Empty(_module.Run(script.Replace("| % {", "| ForEach-Object {", StringComparison.Ordinal)).Errors);
        Assert.NotEqual(before, _module.Cluster.Contents);

        Assert.Empty(_module.Run("Restore-PodSecurityBackup $folder/b.yaml -WhatIf").Errors);
        Assert.NotEqual(before, _module.Cluster.Contents);
        Assert.Empty(_module.Run("Restore-PodSecurityBackup $folder/b.yaml -Confirm:$false").Errors);
        Assert.Equal(before, _module.Cluster.Contents);

        _module.Cluster.Writes.Clear();
        _module.Run("Restore-PodSecurityBackup $folder/b.yaml -Confirm:$false");
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void No_backup_is_written_when_nothing_changes()
    {
        _module.Run("Remove-PodSecurityPolicy eks.privileged -BackupPath $folder/b.yaml -WhatIf");
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    private void AddPods(string @namespace, string name, string spec)
    {
        _module.Cluster.Add(ResourceTypes.Deployments, JsonNode.Parse(
            $$$$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{{name}}}}","namespace":"{{{{@namespace}}}}","uid":"{{{{name}}}}"},"spec":{"template":{"spec":{{{{spec}}}} }}}""")!.AsObject());
        _module.Cluster.Add(ResourceTypes.Pods, JsonNode.Parse(
            $$$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"{{{@namespace}}}",
             "ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"{{{name}}}","uid":"{{{name}}}","controller":true}]},"spec":{{{spec}}} }
            """)!.AsObject());
    }

    private void Add<T>(ResourceType type, T value) =>
        _module.Cluster.Add(type, JsonSerializer.SerializeToNode(value, KubernetesJson.Default.GetTypeInfo(typeof(T))!)!.AsObject());
}

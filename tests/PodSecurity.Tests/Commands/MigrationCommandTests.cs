using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>The way out of PSP, against a cluster in memory.</summary>
public sealed class MigrationCommandTests : IDisposable
{
    private const string Writer = """
        apiVersion: policy/v1beta1
        kind: PodSecurityPolicy
        metadata:
          name: writer
          annotations: { seccomp.security.alpha.kubernetes.io/allowedProfileNames: runtime/default, seccomp.security.alpha.kubernetes.io/defaultProfileName: runtime/default }
        spec:
          allowPrivilegeEscalation: false
          requiredDropCapabilities: [ALL]
          defaultAddCapabilities: [NET_BIND_SERVICE]
          runAsUser: { rule: MustRunAsNonRoot }
          seLinux: { rule: RunAsAny }
          fsGroup: { rule: RunAsAny }
          supplementalGroups: { rule: RunAsAny }
          volumes: [projected, secret, configMap]
        """;

    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public MigrationCommandTests()
    {
        _module.Location = _folder.Path;
        _module.Run("$ConfirmPreference = 'None'");
    }

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_plan_can_be_carried_out_line_by_line_interrupted_anywhere_and_taken_back()
    {
        Prepare();
        var before = _module.Cluster.Contents;
        var undo = new Stack<string>();
        var planned = Plan();
        Assert.Equal(
            [
                ("ExplicitMutation", "Namespace/team-a"), ("NonMutatingTwin", "PodSecurityPolicy/0-writer"),
                ("WarnAndAudit", "Namespace/empty"), ("WarnAndAudit", "Namespace/team-a"), ("Enforce", "Namespace/empty"),
                ("Enforce", "Namespace/host"), ("Enforce", "Namespace/team-a"), ("LeftOpen", "PodSecurityPolicy/0-writer"),
            ],
            planned.Select(step => (step.Step, step.Target)).Take(8));
        Assert.All(planned.Take(8), step => Assert.Empty(step.Breaks));

        // The plan is made again after every step: what is done is left out, and nothing else changes.
        for (var left = planned; left.Any(IsToDo); left = Plan())
        {
            Assert.Equal(planned.Skip(undo.Count).Select(Essence), left.Select(Essence));
            var step = left.First(IsToDo);
            Succeeds(step.Command!);
            undo.Push(step.Undo!);
        }

        Assert.Empty(_module.Run("Get-PspMutation | Where-Object Kind -ne PodSecurityPolicy").Output);
        Assert.Equal("0-writer", _module.Run("(Get-PspUse 0-writer).Policy").Output.Single().BaseObject);
        Assert.Equal("restricted", Label("team-a", "enforce"));
        while (undo.TryPop(out var line))
        {
            Succeeds(line);
        }
        Assert.Equal(before, _module.Cluster.Contents);
    }

    [Fact]
    public void Steps_can_be_piped_to_the_commands_that_carry_them_out()
    {
        Prepare();
        Succeeds("Get-PspMigrationPlan | Where-Object Step -eq ExplicitMutation | Set-PspMutation");
        Succeeds("Get-PspMigrationPlan | Where-Object Step -eq WarnAndAudit | Set-PodSecurityLabel");
        Assert.Equal(("restricted", null), (Label("team-a", "warn"), Label("team-a", "enforce")));
        Succeeds("Get-PspMigrationPlan | Where-Object Step -eq Enforce | Set-PodSecurityLabel");
        Assert.Equal(
            ("restricted", "restricted", "privileged"), (Label("team-a", "warn"), Label("team-a", "enforce"), Label("host", "enforce")));
    }

    [Fact]
    public void The_plan_as_Markdown_has_a_section_for_each_step_and_its_commands_as_code()
    {
        Prepare();
        var lines = _module.Run("Get-PspMigrationPlan -AsMarkdown").Output.Select(line => (string)line.BaseObject).ToList();
        Assert.Equal(Plan().Count, lines.Count(line => line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.Contains("## 1. ExplicitMutation: Namespace/team-a", lines);
        Assert.Contains("Set-PodSecurityLabel team-a -Enforce restricted -EnforceVersion latest", lines);
        Assert.Equal(0, lines.Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2);
    }

    [Fact]
    public void A_stricter_level_that_somebody_enforces_stays()
    {
        Prepare();
        _module.Run("Set-PodSecurityLabel host -Enforce baseline -Force");
        Assert.DoesNotContain(Plan(), step => step.Target == "Namespace/host");
    }

    [Fact]
    public void What_nobody_can_write_down_is_lost_when_PSP_goes_and_the_plan_says_so()
    {
        Prepare();
        _module.Cluster.Add(ResourceTypes.Jobs, JsonNode.Parse("""
            {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"once","namespace":"team-a","uid":"j"},
             "spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """)!.AsObject());
        var off = Plan().Single(step => step.Step == nameof(PspMigrationStepKind.PspOff));
        Assert.StartsWith("Job/team-a/once: nobody writes any more ", Assert.Single(off.Breaks), StringComparison.Ordinal);
    }

    [Fact]
    public void Set_writes_nothing_under_WhatIf_and_shows_each_field()
    {
        Prepare();
        var writes = _module.Cluster.Writes.Count;
        var result = _module.Run("Set-PspMutation -AllNamespaces -WhatIf");
        Assert.Empty(result.Errors);
        Assert.Equal(writes, _module.Cluster.Writes.Count);
        Assert.Contains(
            _module.Host.Lines,
            line => line.Contains(
                "spec.containers[c].securityContext.allowPrivilegeEscalation: (none) -> false", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Set-PspMutation -Namespace team-a", 1)]
    [InlineData("Set-PspMutation -Namespace host", 0)]
    [InlineData("Set-PspMutation -Namespace team-a -Name other", 0)]
    [InlineData("Get-PspMutation | Set-PspMutation", 1)]
    [InlineData("Set-PspMutation -AllNamespaces; Set-PspMutation -AllNamespaces", 1)]
    public void Set_changes_what_is_meant_and_only_once(string script, int count)
    {
        Prepare();
        var writes = _module.Cluster.Writes.Count;
        Succeeds(script);
        Assert.Equal(Enumerable.Repeat("Replace Deployment/team-a/web", count), _module.Cluster.Writes.Skip(writes));
    }

    [Fact]
    public void Patches_are_a_stream_of_documents()
    {
        Prepare();
        var yaml = string.Join('\n', _module.Run("Get-PspMutation -AsYaml").Output.Select(text => (string)text.BaseObject));
        Assert.StartsWith(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: team-a\n", yaml, StringComparison.Ordinal);
        Assert.Contains("seccompProfile:\n          type: RuntimeDefault", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Policies_say_what_they_can_write()
    {
        var result = _module.Run($"@'\n{Writer}\n'@ | Get-PspMutation");
        var changes = ((PspMutation)Assert.Single(result.Output).BaseObject).Changes;
        Assert.Equal(
            [
                "spec.defaultAddCapabilities", "spec.requiredDropCapabilities", "spec.allowPrivilegeEscalation", "spec.runAsUser",
                "metadata.annotations[seccomp.security.alpha.kubernetes.io/defaultProfileName]",
            ],
            changes.Select(change => change.Path));
    }

    [Fact]
    public void After_the_policies_what_they_left_in_RBAC_is_found_removed_and_brought_back()
    {
        Succeeds("Grant-PspUse a -Group one -Namespace team-a; Grant-PspUse b -Group two -ClusterWide");
        AddRole("mixed",
            """[{"apiGroups":["policy"],"resources":["podsecuritypolicies","poddisruptionbudgets"],"verbs":["use"]},{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]""");
        AddRole("everything", """[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]""");
        _module.Cluster.NotServed.Add(ResourceTypes.PodSecurityPolicies);
        var before = _module.Cluster.Contents;

        Assert.Equal(
            ["a PolicyMissing", "b PolicyMissing"],
            _module.Run("Get-PspUse | ForEach-Object { \"$($_.Policy) $($_.Status)\" }").Output.Select(text => (string)text.BaseObject));
        Assert.Equal(["CleanUp"], Plan().Select(step => step.Step));
        var preview = _module.Run("Remove-OrphanedPspUse -WhatIf");
        Assert.Empty(preview.Errors);
        Assert.Equal(before, _module.Cluster.Contents);

        Succeeds("Remove-OrphanedPspUse -BackupPath ./orphans.yaml -WarningAction SilentlyContinue");

        Assert.Empty(_module.Run("Get-PspUse").Output);
        Assert.Contains("everything", _module.Cluster.Contents, StringComparison.Ordinal);
        Assert.Contains("""["poddisruptionbudgets"]""", _module.Cluster.Contents, StringComparison.Ordinal);
        Assert.DoesNotContain("psp:", _module.Cluster.Contents, StringComparison.Ordinal);
        Succeeds("Restore-PodSecurityBackup ./orphans.yaml");
        Assert.Equal(before, _module.Cluster.Contents);
    }

    [Fact]
    public void Where_policies_are_served_only_the_use_of_missing_ones_is_removed()
    {
        Succeeds($"@'\n{Samples.PlainPolicy}\n'@ | New-PodSecurityPolicy");
        Succeeds("Grant-PspUse plain, gone -Group one -ClusterWide -WarningAction SilentlyContinue");
        AddRole("both",
            """[{"apiGroups":["policy"],"resources":["podsecuritypolicies"],"verbs":["use"],"resourceNames":["plain","gone"]}]""");
        Succeeds("Remove-OrphanedPspUse -WarningAction SilentlyContinue");
        Assert.Contains("psp:plain", _module.Cluster.Contents, StringComparison.Ordinal);
        Assert.DoesNotContain("gone", _module.Cluster.Contents, StringComparison.Ordinal);
    }

    private static bool IsToDo(PspMigrationStep step) =>
        step.Command is { } command && command[0] != '#' && step.Step != nameof(PspMigrationStepKind.CleanUp);

    private static (string, string, string, int) Essence(PspMigrationStep step) => (step.Step, step.Target, step.Change, step.Breaks.Count);

    private IReadOnlyList<PspMigrationStep> Plan()
    {
        var result = _module.Run("Get-PspMigrationPlan");
        Assert.Empty(result.Errors);
        return [.. result.Output.Select(step => (PspMigrationStep)step.BaseObject)];
    }

    private void Succeeds(string script)
    {
        var result = _module.Run(script);
        Assert.True(result.Errors.Count == 0, $"{script}\n{string.Join('\n', result.Errors)}");
    }

    private string? Label(string @namespace, string mode) =>
        _module.Run($"(Get-PodSecurityLabel {@namespace}).{mode}").Output.SingleOrDefault()?.BaseObject as string;

    private void AddRole(string name, string rules) => _module.Cluster.Add(ResourceTypes.ClusterRoles, JsonNode.Parse(
        $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"{{name}}"},"rules":{{rules}} }""")!.AsObject());

    /// <summary>
    /// A Deployment that relies on what its policy writes, a CronJob on the host's network, and a namespace with nothing.
    /// </summary>
    private void Prepare()
    {
        foreach (var name in new[] { "empty", "host", "team-a" })
        {
            _module.Cluster.Add(
                ResourceTypes.Namespaces, JsonNode.Parse(
                    $$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{name}}"} }""")!.AsObject());
        }
        _module.Cluster.Add(ResourceTypes.Deployments, JsonNode.Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"team-a","uid":"d"},
             "spec":{"replicas":0,"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """)!.AsObject());
        _module.Cluster.Add(ResourceTypes.CronJobs, JsonNode.Parse("""
            {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"nightly","namespace":"host","uid":"n"},
             "spec":{"jobTemplate":{"spec":{"template":{"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i"}]}}}}}}
            """)!.AsObject());
        Succeeds($"@'\n{Writer}\n'@ | New-PodSecurityPolicy | Out-Null; Grant-PspUse writer -Group system:serviceaccounts -ClusterWide");
    }
}

using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>Get- and Set-PodSecurityLabel, against a cluster in memory.</summary>
public sealed class PodSecurityLabelTests : IDisposable
{
    private const string Key = "pod-security.kubernetes.io/";
    private readonly HostedModule _module = new();

    public void Dispose() => _module.Dispose();

    [Fact]
    public void Get_gives_the_labels_and_what_the_server_makes_of_them()
    {
        AddNamespace("team-a", ("enforce", "baseline"), ("enforce-version", "v1.24"));
        AddNamespace("team-b");

        var labels = Labels(_module.Run("Get-PodSecurityLabel"));

        Assert.Equal(["team-a", "team-b"], labels.Select(label => label.Namespace));
        Assert.Equal(("baseline", "v1.24", null, null), (labels[0].Enforce, labels[0].EnforceVersion, labels[0].Audit, labels[0].Warn));
        Assert.Equal(("baseline:v1.24", "privileged:latest", "baseline:v1.24"), Effective(labels[0]));
        Assert.Equal("memory", labels[0].Cluster);
        Assert.All(labels, label => Assert.Empty(label.Problems));
    }

    [Theory]
    [InlineData("Get-PodSecurityLabel team-a", 1, null)]
    [InlineData("Get-PodSecurityLabel team-*", 2, null)]
    [InlineData("Get-PodSecurityLabel nothing*", 0, null)]
    [InlineData("Get-PodSecurityLabel nothing", 0, "NamespaceNotFound")]
    [InlineData("[pscustomobject]@{ Namespace = 'team-b' } | Get-PodSecurityLabel", 1, null)]
    public void Get_takes_names_and_wildcards(string script, int count, string? errorId)
    {
        AddNamespace("team-a");
        AddNamespace("team-b");

        var result = _module.Run(script);

        Assert.Equal(count, result.Output.Count);
        Assert.Equal(errorId, result.Errors.SingleOrDefault()?.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void Get_counts_the_defaults_that_it_is_told()
    {
        AddNamespace("team-a", ("audit", "restricted"));

        var label = Assert.Single(
            Labels(_module.Run("Get-PodSecurityLabel -Default @{ enforce = 'baseline'; 'enforce-version' = 'v1.30' }")));

        Assert.Equal(("baseline:v1.30", "restricted:latest", "privileged:latest"), Effective(label));
    }

    [Theory]
    [InlineData("enforced", "baseline", "ignores it")]
    [InlineData("enforce", "Baseline", "must be one of privileged, baseline, restricted; the server goes by enforce=restricted:latest")]
    [InlineData("warn-version", "1.24", "must be \"latest\" or \"v1.x\"; the server goes by warn=privileged:latest")]
    [InlineData("audit-version", "v1.24", "has no effect")]
    public void Get_finds_what_is_wrong(string label, string value, string problem)
    {
        AddNamespace("team-a", (label, value));

        Assert.Contains(
            Assert.Single(Labels(_module.Run("Get-PodSecurityLabel"))).Problems, text => text.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("warn", "baseline", "", "warn (baseline:latest) is weaker than enforce (restricted:latest)")]
    [InlineData("audit", "privileged", "", "audit (privileged:latest) is weaker than enforce")]
    [InlineData("warn", "restricted", "v1.24", "enforce is latest and warn is pinned to v1.24")]
    public void Get_finds_what_is_hardly_meant(string mode, string level, string version, string problem)
    {
        AddNamespace("team-a", ("enforce", "restricted"), (mode, level), ($"{mode}-version", version.Length == 0 ? "latest" : version));

        Assert.StartsWith(
            problem, Assert.Single(Assert.Single(Labels(_module.Run("Get-PodSecurityLabel"))).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Set_changes_only_what_is_named()
    {
        AddNamespace("team-a", ("audit", "baseline"));

        var result = _module.Run("Set-PodSecurityLabel team-a -Enforce restricted -EnforceVersion v1.24 -PassThru");

        Assert.Empty(result.Errors);
        Assert.Equal(["Replace Namespace/team-a"], _module.Cluster.Writes);
        var label = Assert.Single(Labels(result));
        Assert.Equal(("restricted", "v1.24", "baseline", null), (label.Enforce, label.EnforceVersion, label.Audit, label.Warn));
        Assert.Equal("kept", (string?)Namespace("team-a")["metadata"]!["labels"]!["other"]);
    }

    [Fact]
    public void Set_takes_labels_away_and_is_content_with_what_is()
    {
        AddNamespace("team-a", ("enforce", "baseline"), ("warn", "restricted"));

        _module.Run("Set-PodSecurityLabel team-a -Warn ''");
        _module.Run("Set-PodSecurityLabel team-a -Warn '' -Enforce baseline");

        Assert.Equal(["Replace Namespace/team-a"], _module.Cluster.Writes);
        Assert.Null(Namespace("team-a")["metadata"]!["labels"]![$"{Key}warn"]);
    }

    [Fact]
    public void What_Get_gave_can_be_set_again_as_it_was()
    {
        AddNamespace("team-a", ("enforce", "baseline"));
        _module.Run("$before = Get-PodSecurityLabel; Set-PodSecurityLabel team-a -Enforce restricted -Warn restricted");
        var result = _module.Run("$before | Set-PodSecurityLabel -PassThru");

        Assert.Empty(result.Errors);
        Assert.Equal(("baseline", null), (Labels(result)[0].Enforce, Labels(result)[0].Warn));
    }

    [Theory]
    [InlineData("-Enforce high", "must be one of")]
    [InlineData("-Warn baseline -WarnVersion 1.24", "must be \"latest\" or \"v1.x\"")]
    public void Set_sends_nothing_that_the_server_would_refuse(string arguments, string text)
    {
        AddNamespace("team-a");

        var error = Assert.Single(_module.Run($"Set-PodSecurityLabel team-a {arguments}").Errors);

        Assert.StartsWith("LabelInvalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(text, error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_module.Cluster.Writes);
    }

    [Theory]
    [InlineData("Pod", "{}")]
    [InlineData("Deployment", """{"replicas":0,"template":SPEC}""")]
    [InlineData("CronJob", """{"jobTemplate":{"spec":{"template":SPEC}}}""")]
    public void Set_refuses_what_pods_and_templates_violate_unless_forced(string kind, string spec)
    {
        AddNamespace("team-a");
        AddViolating(kind, spec);

        var error = Assert.Single(_module.Run("Set-PodSecurityLabel team-a -Enforce baseline").Errors);
        Assert.StartsWith("EnforceViolated,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"{kind}/bad (host namespaces)", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_module.Cluster.Writes);

        Assert.Empty(_module.Run("Set-PodSecurityLabel team-a -Enforce baseline -Force").Errors);
        Assert.Single(_module.Cluster.Writes);
    }

    [Fact]
    public void Set_does_not_ask_who_violates_what_is_no_stricter()
    {
        AddNamespace("team-a", ("enforce", "restricted"));
        AddViolating("Pod", "{}");

        Assert.Empty(_module.Run("Set-PodSecurityLabel team-a -Enforce baseline; Set-PodSecurityLabel team-a -Warn restricted").Errors);
        Assert.Equal(2, _module.Cluster.Writes.Count);
    }

    [Fact]
    public void WhatIf_says_what_the_server_would_warn_of_and_sends_nothing()
    {
        AddNamespace("team-a");
        AddViolating("Pod", "{}");

        var result = _module.Run("Set-PodSecurityLabel team-a -Enforce baseline -EnforceVersion v1.30 -WhatIf");

        Assert.Empty(result.Errors);
        Assert.Empty(_module.Cluster.Writes);
        Assert.Contains(
            "existing pods in namespace \"team-a\" violate the new PodSecurity enforce level \"baseline:v1.30\"", result.Warnings);
        Assert.Contains("bad: host namespaces", result.Warnings);
        Assert.Contains(_module.Host.Lines, line => line.Contains("(none) -> \"baseline\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Confirm_asks_with_the_warnings_and_does_what_is_answered(bool agrees)
    {
        AddNamespace("team-a");
        AddViolating("Pod", "{}");
        _module.Host.Agrees = agrees;

        var result = _module.Run("Set-PodSecurityLabel team-a -Enforce baseline -EnforceVersion v1.30 -Force -Confirm");

        Assert.Empty(result.Errors);
        var question = Assert.Single(_module.Host.Questions);
        Assert.Contains("bad: host namespaces", question, StringComparison.Ordinal);
        Assert.Contains("(none) -> \"baseline\"", question, StringComparison.Ordinal);
        Assert.Equal(agrees ? 1 : 0, _module.Cluster.Writes.Count);
    }

    [Fact]
    public void The_backup_brings_back_the_labels_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        AddNamespace("team-a", ("enforce", "baseline"));
        var script = $"Set-PodSecurityLabel team-a -Enforce restricted -Warn restricted -BackupPath '{folder.Path}/before.yaml'";
        Assert.Empty(_module.Run(script).Errors);
        Assert.DoesNotContain("other", File.ReadAllText($"{folder.Path}/before.yaml"), StringComparison.Ordinal);

        Assert.Empty(_module.Run($"Restore-PodSecurityBackup '{folder.Path}/before.yaml' -Confirm:$false").Errors);

        var labels = Namespace("team-a")["metadata"]!["labels"]!.AsObject();
        Assert.Equal([("other", "kept"), ($"{Key}enforce", "baseline")], labels.Select(label => (label.Key, (string)label.Value!)));
    }

    private static (string, string, string) Effective(PodSecurityLabel label) =>
        (label.EffectiveEnforce, label.EffectiveAudit, label.EffectiveWarn);

    private static List<PodSecurityLabel> Labels(ScriptResult result) =>
        [.. result.Output.Select(item => (PodSecurityLabel)item.BaseObject)];

    private JsonObject Namespace(string name) =>
        ServerFields.Read(_module.Cluster.GetAsync(ResourceTypes.Namespaces, null, name, CancellationToken.None).GetAwaiter().GetResult()!);

    private void AddNamespace(string name, params (string Label, string Value)[] labels)
    {
        var map = new JsonObject { ["other"] = "kept" };
        foreach (var (label, value) in labels)
        {
            map[Key + label] = value;
        }
        _module.Cluster.Add(ResourceTypes.Namespaces, new()
        {
            ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = map },
        });
    }

    private void AddViolating(string kind, string spec)
    {
        const string Pod = """{"hostPID":true,"containers":[{"name":"main"}]}""";
        var type = kind switch { "Pod" => ResourceTypes.Pods, "Deployment" => ResourceTypes.Deployments, _ => ResourceTypes.CronJobs };
        var json = $$"""
            {"apiVersion":"{{type.ApiVersion}}","kind":"{{kind}}","metadata":{"name":"bad","namespace":"team-a"},
             "spec":{{(kind == "Pod" ? Pod : spec.Replace("SPEC", $"{{\"spec\":{Pod}}}", StringComparison.Ordinal))}}}
            """;
        _module.Cluster.Add(type, JsonNode.Parse(json)!.AsObject());
    }
}

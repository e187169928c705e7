using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>Creating, setting and removing policies, against a cluster in memory.</summary>
public sealed class PolicyChangeTests : IDisposable
{
    private readonly HostedModule _module = new();

    public void Dispose() => _module.Dispose();

    [Fact]
    public void New_creates_and_gives_what_the_cluster_has()
    {
        var result = Run("$policy | New-PodSecurityPolicy");

        Assert.Empty(result.Errors);
        Assert.Equal(["Create PodSecurityPolicy/plain"], _module.Cluster.Writes);
        Assert.Equal("plain", Assert.IsType<PodSecurityPolicy>(Assert.Single(result.Output).BaseObject).Name);
    }

    [Fact]
    public void Set_creates_changes_and_is_content_with_what_is()
    {
        Assert.Empty(Run("$policy | Set-PodSecurityPolicy").Output);
        Run("$policy | Set-PodSecurityPolicy");
        var changed = Run("$policy -replace 'spec:', \"spec:`n  privileged: true\" | Set-PodSecurityPolicy -PassThru");

        Assert.Equal(["Create PodSecurityPolicy/plain", "Replace PodSecurityPolicy/plain"], _module.Cluster.Writes);
        Assert.True(Assert.IsType<PodSecurityPolicy>(Assert.Single(changed.Output).BaseObject).Spec.Privileged);
    }

    [Fact]
    public void Set_shows_what_differs()
    {
        Run("$policy | Set-PodSecurityPolicy");
        Run("$policy -replace 'spec:', \"spec:`n  privileged: true\" | Set-PodSecurityPolicy -WhatIf");

        Assert.Contains(_module.Host.Lines, line => line.Contains("spec.privileged: (none) -> true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Remove-PodSecurityPolicy plain -Confirm:$false")]
    [InlineData("Remove-PodSecurityPolicy pl* -Confirm:$false")]
    [InlineData("Get-Psp | Remove-PodSecurityPolicy -Confirm:$false")]
    [InlineData("'plain' | Remove-PodSecurityPolicy -Confirm:$false")]
    [InlineData("[pscustomobject]@{ metadata = [pscustomobject]@{ name = 'plain' } } | Remove-PodSecurityPolicy -Confirm:$false")]
    [InlineData("@{ metadata = @{ name = 'plain' } } | Remove-PodSecurityPolicy -Confirm:$false")]
    public void Remove_deletes_what_is_named_in_any_way(string script)
    {
        AddPlain();

        var result = Run(script);

        Assert.Empty(result.Errors);
        Assert.Empty(result.Output);
        Assert.Equal(["Delete PodSecurityPolicy/plain"], _module.Cluster.Writes);
    }

    [Theory]
    [InlineData("$policy | New-PodSecurityPolicy -WhatIf", "Create")]
    [InlineData("$policy | Set-PodSecurityPolicy -WhatIf", "Create")]
    [InlineData("New-RestrictivePsp web -WhatIf", "Create")]
    public void WhatIf_writes_nothing_and_says_what(string script, string action)
    {
        Run(script);

        Assert.Empty(_module.Cluster.Writes);
        Assert.Contains(_module.Host.Lines, line => line.Contains(action, StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_that_stands_twice_in_files_is_removed_once()
    {
        AddPlain();
        using var folder = new TemporaryFolder();
        var file = folder.Write("twice.yaml", $"{Samples.PlainPolicy}\n---\n{Samples.PlainPolicy}");

        Assert.Empty(Run($"Remove-PodSecurityPolicy -Path '{file}' -Confirm:$false").Errors);

        Assert.Equal(["Delete PodSecurityPolicy/plain"], _module.Cluster.Writes);
    }

    [Fact]
    public void A_failure_speaks_for_its_own_policy_and_not_for_the_others()
    {
        _module.Cluster.Fault = write => write == 1 ? WriteFault.Refuse : WriteFault.None;

        var error = Assert.Single(Run("$policy, ($policy -replace 'name: plain', 'name: other') | New-PodSecurityPolicy").Errors);

        Assert.EndsWith(" PodSecurityPolicy/other is as before.", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_further_policy_can_be_written_it_is_said_which_were()
    {
        _module.Cluster.Fault = write => write == 1 ? WriteFault.CutBefore : WriteFault.None;

        var warning = Assert.Single(Run("$policy, ($policy -replace 'name: plain', 'name: other') | Set-PodSecurityPolicy").Warnings);

        Assert.Equal("Made before that, and not taken back: Create PodSecurityPolicy/plain.", warning);
    }

    [Fact]
    public async Task After_a_stop_between_policies_it_is_said_which_were_removed()
    {
        AddPlain();
        Run("$policy -replace 'name: plain', 'name: other' | New-PodSecurityPolicy");
        _module.Cluster.Fault = write => write == 2 ? WriteFault.HangAfter : WriteFault.None;

        await _module.StopAsync("Remove-PodSecurityPolicy other, plain -Confirm:$false", _module.Cluster.Hanging);

        Assert.Contains(
            _module.Host.Lines,
            line => line.Contains("Made before that, and not taken back: Delete PodSecurityPolicy/other.", StringComparison.Ordinal));
    }

    [Fact]
    public void Remove_asks_and_takes_no_for_an_answer()
    {
        AddPlain();
        _module.Host.Agrees = false;

        Run("Remove-PodSecurityPolicy plain");

        Assert.Single(_module.Host.Questions);
        Assert.Empty(_module.Cluster.Writes);
    }

    [Theory]
    [InlineData("$policy | New-PodSecurityPolicy", "ClusterObjectExists")]
    [InlineData("Remove-PodSecurityPolicy absent -Confirm:$false", "PolicyNotFound")]
    [InlineData("Get-PodSecurityPolicy absent", "PolicyNotFound")]
    public void A_failure_is_one_error_about_what_was_named(string script, string id)
    {
        AddPlain();

        var error = Assert.Single(Run(script).Errors);

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.IsType<string>(error.TargetObject);
    }

    [Fact]
    public void Pods_of_a_cluster_are_tested_by_what_they_may_use()
    {
        AddPlain();
        _module.Cluster.Add(ResourceTypes.Pods, JsonNode.Parse("""
            { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "web", "namespace": "default" },
              "spec": { "serviceAccountName": "web", "containers": [ { "name": "main" } ] } }
            """)!.AsObject());

        var refused = Assert.IsType<PspTestResult>(Assert.Single(Run("Test-PodAgainstPsp").Output).BaseObject);
        Run("Grant-PspUse plain -ServiceAccount default:web -Namespace default -Confirm:$false");
        var admitted = Assert.IsType<PspTestResult>(Assert.Single(Run("Test-PodAgainstPsp -AllNamespaces").Output).BaseObject);

        Assert.Equal(nameof(AdmissionOutcome.Denied), refused.Outcome);
        Assert.EndsWith("unable to admit pod: []", refused.Message, StringComparison.Ordinal);
        Assert.Equal(("plain", "default:web"), (admitted.Policy, admitted.ServiceAccount));
    }

    [Fact]
    public void An_unreachable_cluster_ends_the_command_with_one_error_about_it()
    {
        _module.Failure = new ClusterException(ClusterFailure.Connection, "No route.");

        var error = Assert.Single(Run("$policy, $policy | Set-PodSecurityPolicy -Context prod").Errors);

        Assert.Equal(
            ("ClusterUnreachable,PodSecurity.Commands.SetPodSecurityPolicyCommand", "prod"),
                (error.FullyQualifiedErrorId, error.TargetObject));
    }

    [Theory]
    [InlineData("New-RestrictivePsp plain")]
    [InlineData("New-RestrictivePsp plain -WhatIf")]
    [InlineData("$policy | New-PodSecurityPolicy")]
    public void What_exists_is_not_created_and_nothing_is_sent(string script)
    {
        AddPlain();

        var error = Assert.Single(Run(script).Errors);

        Assert.StartsWith("ClusterObjectExists,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("plain", error.TargetObject);
        Assert.Empty(_module.Cluster.Writes);
    }

    [Fact]
    public void Set_does_not_revert_what_somebody_changed_since_unless_forced()
    {
        AddPlain();
        const string stale =
            "$read = Get-Psp plain; $policy -replace 'spec:', \"spec:`n  privileged: true\" | Set-PodSecurityPolicy; $read.Spec.HostPID = "
            + "$true; ";

        var error = Assert.Single(Run($"{stale} $read | Set-PodSecurityPolicy").Errors);
        Assert.StartsWith("ClusterObjectChanged,", error.FullyQualifiedErrorId, StringComparison.Ordinal);

        Assert.Empty(Run("$read | Set-PodSecurityPolicy -Force").Errors);
        Assert.False(Assert.IsType<PodSecurityPolicy>(Run("Get-Psp plain").Output.Single().BaseObject).Spec.Privileged);
    }

    [Fact]
    public void A_no_is_answered()
    {
        _module.Host.Agrees = false;

        var result = Run("$policy | New-PodSecurityPolicy -Confirm");

        Assert.Equal(["Nothing was changed: PodSecurityPolicy/plain."], result.Warnings);
        Assert.Empty(_module.Cluster.Writes);
    }

    [Theory]
    [InlineData("$policy -replace 'name: plain', 'generateName: plain-' | New-PodSecurityPolicy", "PolicyWithoutName")]
    [InlineData("$policy -replace 'name: plain', 'labels: {}' | Set-PodSecurityPolicy", "PolicyWithoutName")]
    [InlineData("$policy -replace 'name: plain', 'name: \"..\"' | Set-PodSecurityPolicy", "ClusterNameInvalid")]
    [InlineData("$policy -replace 'name: plain', 'name: \"a/b\"' | New-PodSecurityPolicy", "ClusterNameInvalid")]
    [InlineData("$policy -replace 'name: plain', 'name: \"a\\nb\"' | New-PodSecurityPolicy", "ClusterNameInvalid")]
    [InlineData("Grant-PspUse ../x -Group dev -ClusterWide -Confirm:$false", "ClusterNameInvalid")]
    [InlineData("Grant-PspUse x -Group dev -Namespace .. -Confirm:$false", "ClusterNameInvalid")]
    public void What_no_object_can_be_named_is_refused_before_anything_is_sent(string script, string id)
    {
        _module.Instead = new StalledGateway();

        var error = Assert.Single(Run(script).Errors);

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private void AddPlain()
    {
        Run("$policy | New-PodSecurityPolicy");
        _module.Cluster.Writes.Clear();
    }

    private ScriptResult Run(string script) => _module.Run($"$policy = @'\n{Samples.PlainPolicy}\n'@\n{script}");
}

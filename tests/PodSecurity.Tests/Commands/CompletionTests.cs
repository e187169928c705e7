using System.Diagnostics;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

public sealed class CompletionTests : IDisposable
{
    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public CompletionTests() => _module.Run($"@'\n{Samples.PlainPolicy}\n'@ | New-PodSecurityPolicy");

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Get-PodSecurityPolicy pl")]
    [InlineData("Get-PodSecurityPolicy -Name ")]
    [InlineData("Remove-PodSecurityPolicy ")]
    [InlineData("Grant-PspUse -Policy P")]
    public void Policies_complete_from_the_cluster(string text) => Assert.Equal(["plain"], _module.Complete(text));

    [Fact]
    public void The_cluster_on_the_command_line_is_asked()
    {
        _module.Complete("Get-PodSecurityPolicy -Context prod -Name ");

        Assert.Equal("prod", _module.Options!.Context);
    }

    [Fact]
    public void Contexts_complete_from_the_kubeconfig()
    {
        var file = _folder.Write("config", "contexts:\n- { name: 'two words', context: {} }\n- { name: test, context: {} }\n");

        Assert.Equal(["test", "'two words'"], _module.Complete($"Get-PodSecurityPolicy -KubeConfig '{file}' -Context t"));
    }

    [Theory]
    [InlineData("sub/config")]
    [InlineData("./sub/../sub/config")]
    public void Contexts_complete_from_a_file_that_begins_at_the_location(string file)
    {
        _folder.Write("sub/config", "contexts:\n- { name: test, context: {} }\n");
        _module.Location = _folder.Path;

        Assert.Equal(["test"], _module.Complete($"Get-PodSecurityPolicy -KubeConfig {file} -Context t"));
    }

    [Fact]
    public void The_cluster_is_asked_as_the_command_will_ask_it()
    {
        _module.Location = _folder.Path;
        _module.Complete("Get-PodSecurityPolicy -KubeConfig config -Snapshot x/s.json -As jane -AsGroup devs, ops -Name ");
        var completing = _module.Options!;
        _module.Run("Get-PodSecurityPolicy -KubeConfig config -Snapshot x/s.json -As jane -AsGroup devs, ops");

        Assert.Equal(["devs", "ops"], completing.AsGroup);
        Assert.Equal(_module.Options! with { AsGroup = completing.AsGroup }, completing);
        Assert.Equal(
            (Path.Combine(_folder.Path, "config"), Path.Combine(_folder.Path, "x/s.json"), _folder.Path),
                (completing.KubeConfig, completing.Snapshot, completing.WorkingFolder));
    }

    [Theory]
    [InlineData("Get-PodSecurityPolicy -KubeConfig Env:/PATH -Context ")]
    [InlineData("Get-PodSecurityPolicy -KubeConfig Env:/PATH -Name ")]
    [InlineData("Get-PodSecurityPolicy -KubeConfig nodrive:/x -Name ")]
    public void A_path_that_leads_to_no_file_system_has_no_completions(string text)
    {
        var former = _module.Options;

        Assert.Empty(_module.Complete(text));
        Assert.Same(former, _module.Options);
    }

    [Fact]
    public void Other_groups_are_another_question()
    {
        _module.Complete("Get-PodSecurityPolicy -As jane -Name ");
        _module.Complete("Get-PodSecurityPolicy -As jane -AsGroup admins -Name ");

        Assert.Equal(["admins"], _module.Options!.AsGroup);
    }

    [Theory]
    [InlineData("Get-PspUse -ServiceAccount shop:", "shop:web")]
    [InlineData("Test-PspUse -ServiceAccount ", "shop:web")]
    [InlineData("Grant-PspUse plain -ServiceAccount s", "shop:web")]
    [InlineData("Test-PodAgainstPsp -ServiceAccount ", "shop:web")]
    [InlineData("Test-PspChange -GrantTo ", "shop:web")]
    [InlineData("Grant-PspUse plain -User ", "jane")]
    [InlineData("Get-PspUse -User j", "jane")]
    [InlineData("Test-PspChange -User ", "jane")]
    [InlineData("Test-PodSecurityStandard -ByLabel -ExemptUser ", "jane")]
    [InlineData("Revoke-PspUse plain -Group ", "devs")]
    [InlineData("Test-PspUse plain -Group d", "devs")]
    [InlineData("Test-PodAgainstPsp -Group ", "devs")]
    [InlineData("New-RestrictivePsp -AllowedVolume conf", "configMap")]
    [InlineData("New-RestrictivePsp -AllowedCapability NET_B", "NET_BIND_SERVICE NET_BROADCAST")]
    public void Whoever_and_whatever_is_named_completes(string text, string expected)
    {
        _module.Cluster.Add(ResourceTypes.ServiceAccounts, new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = new JsonObject { ["namespace"] = "shop", ["name"] = "web" },
        });
        _module.Run("Grant-PspUse plain -User jane -Group devs -ServiceAccount shop:web -ClusterWide -Confirm:$false");

        Assert.Equal(expected.Split(' '), _module.Complete(text));
    }

    [Fact]
    public void An_answer_that_comes_late_is_there_for_the_next_Tab()
    {
        using var answer = new ManualResetEventSlim();
        _module.OnConnect = _ => answer.Wait(TimeSpan.FromSeconds(30));
        Assert.Empty(_module.Complete("Get-PodSecurityPolicy pl"));

        answer.Set();

        Assert.True(SpinWait.SpinUntil(() => _module.Complete("Get-PodSecurityPolicy pl").Count > 0, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_cluster_that_does_not_answer_costs_a_second_once()
    {
        _module.Instead = new StalledGateway();
        var started = Stopwatch.GetTimestamp();

        Assert.Empty(_module.Complete("Test-PodAgainstPsp -Namespace "));
        Assert.Empty(_module.Complete("Test-PodAgainstPsp -Namespace "));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }
}

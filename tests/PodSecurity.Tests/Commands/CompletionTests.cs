using System.Diagnostics;
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

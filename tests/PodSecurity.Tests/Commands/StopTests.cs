using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Commands;

/// <summary>Ctrl+C ends every wait for a cluster at once, and is no error.</summary>
public sealed class StopTests : IDisposable
{
    private readonly HostedModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("Get-PodSecurityPolicy")]
    [InlineData("Get-PodSecurityPolicy plain")]
    [InlineData("Test-PodAgainstPsp")]
    [InlineData("Get-PspUse")]
    [InlineData("Test-PspChange -Remove plain")]
    [InlineData("Get-EksDefaultPsp")]
    [InlineData("Remove-PodSecurityPolicy plain -Confirm:$false")]
    public async Task A_wait_for_the_cluster_ends_within_a_second(string script)
    {
        var stalled = new StalledGateway();
        _module.Instead = stalled;

        var (errors, took) = await _module.StopAsync(script, stalled.Asked);

        Assert.Empty(errors);
        Assert.True(took < TimeSpan.FromSeconds(1), $"It took {took}.");
    }
}

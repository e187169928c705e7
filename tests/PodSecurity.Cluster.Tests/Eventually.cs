using System.Diagnostics;

namespace PodSecurity.Cluster.Tests;

/// <summary>Waits for what a server does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the answer is yes; fails after a minute.</summary>
    public static async Task TrueAsync(string what, Func<Task<bool>> question)
    {
        var waited = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await question())
        {
            Assert.True(waited.Elapsed < Limit, $"After {Limit.TotalSeconds} seconds: {what}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Gateway;
using PodSecurity.Migration;

namespace PodSecurity.Benchmarks;

/// <summary>What the levels of all namespaces and the migration plan cost on a large cluster: 20,000 pods of 2,000 Deployments.</summary>
internal static class MigrationRun
{
    public static async Task RunAsync(string? kubeConfig)
    {
        var snapshot = kubeConfig is null ? ImpactRun.WriteSnapshot() : null;
        try
        {
            for (var round = 0; round < 3; round++)
            {
                await MeasureAsync("levels", snapshot, kubeConfig, async gateway =>
                    (await new StandardConversion(PodSecurityVersion.Latest).OfNamespacesAsync(gateway, [], null, default)).Count);
                await MeasureAsync("plan", snapshot, kubeConfig, async gateway =>
                    (await new MigrationPlanner(gateway, PodSecurityVersion.Latest).PlanAsync(default)).Count);
            }
        }
        finally
        {
            if (snapshot is not null)
            {
                File.Delete(snapshot);
            }
        }
    }

    private static async Task MeasureAsync(string what, string? snapshot, string? kubeConfig, Func<IClusterGateway, Task<int>> run)
    {
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await using var gateway = await ClusterGatewayFactory.ConnectAsync(
            new() { Snapshot = snapshot, KubeConfig = kubeConfig }, new ImpactRun.SilentLog(), CancellationToken.None);
        var count = await run(gateway);
        var used = Environment.CpuUsage.TotalTime - processor;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {count} results, {watch.Elapsed.TotalSeconds:F2} s, processor {used.TotalSeconds:F2} s, "
            + $"peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000} MB"));
    }
}

using System.Diagnostics;
using System.Globalization;

namespace PodSecurity.Benchmarks;

/// <summary>
/// Judges one large file in a fresh process, for what BenchmarkDotNet does not measure: peak memory and the first result.
/// </summary>
internal static class FileRun
{
    public static async Task RunAsync()
    {
        var file = OrdinaryPods.WriteList(BytesToVerdictBenchmark.PodCount);
        try
        {
            await MeasureAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task MeasureAsync(string file)
    {
        var benchmark = new BytesToVerdictBenchmark();
        var process = Process.GetCurrentProcess();
        var (cpu, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
        var (first, allowed) = (TimeSpan.Zero, 0);
        await foreach (var decision in benchmark.Verdicts(file))
        {
            if (first == TimeSpan.Zero)
            {
                first = watch.Elapsed;
            }
            if (decision.Outcome == AdmissionOutcome.Allowed)
            {
                allowed++;
            }
        }
        var elapsed = watch.Elapsed;
        process.Refresh();
        var pods = BytesToVerdictBenchmark.PodCount;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{pods / elapsed.TotalSeconds:N0} pods/s, {pods / (process.TotalProcessorTime - cpu).TotalSeconds:N0} pods "
            + $"per second of processor time, first result after {first.TotalMilliseconds:N0} ms, "
            + $"peak memory {process.PeakWorkingSet64 / 1e6:N0} MB, "
            + $"{new FileInfo(file).Length / 1e6:N0} MB read, {allowed} of {pods} allowed"));
    }
}

using System.Diagnostics;
using System.Globalization;
using PodSecurity.Api.Decoding;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Benchmarks;

/// <summary>
/// Judges one large file in a fresh process, for what BenchmarkDotNet does not measure: peak memory and the first result.
/// </summary>
internal static class FileRun
{
    private const int StandardPodCount = 20_000;

    /// <summary>By one policy.</summary>
    public static Task RunAsync() => MeasureAsync(BytesToVerdictBenchmark.PodCount, file => Policy(new(), file));

    /// <summary>By all levels and versions of the Pod Security Standards: each pod is decoded and looked at once.</summary>
    public static Task RunStandardsAsync() => MeasureAsync(StandardPodCount, Standards);

    private static async IAsyncEnumerable<bool> Policy(BytesToVerdictBenchmark benchmark, string file)
    {
        await foreach (var decision in benchmark.Verdicts(file))
        {
            yield return decision.Outcome == AdmissionOutcome.Allowed;
        }
    }

    private static async IAsyncEnumerable<bool> Standards(string file)
    {
        var documents = ManifestReader.ReadFile(file, file, ManifestReader.Throw, CancellationToken.None);
        await foreach (var attempt in DecodeAhead.Of(documents, WorkloadDecoder.Decode, CancellationToken.None))
        {
            yield return StandardsBenchmark.Passed(attempt.Value!.Pod) == StandardsBenchmark.VerdictsAPod;
        }
    }

    private static async Task MeasureAsync(int pods, Func<string, IAsyncEnumerable<bool>> verdicts)
    {
        var file = OrdinaryPods.WriteList(pods);
        try
        {
            await MeasureAsync(pods, file, verdicts(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task MeasureAsync(int pods, string file, IAsyncEnumerable<bool> verdicts)
    {
        var process = Process.GetCurrentProcess();
        var (cpu, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
        var (first, allowed) = (TimeSpan.Zero, 0);
        await foreach (var isAllowed in verdicts)
        {
            if (first == TimeSpan.Zero)
            {
                first = watch.Elapsed;
            }
            allowed += isAllowed ? 1 : 0;
        }
        var elapsed = watch.Elapsed;
        process.Refresh();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{pods / elapsed.TotalSeconds:N0} pods/s, {pods / (process.TotalProcessorTime - cpu).TotalSeconds:N0} pods "
            + $"per second of processor time, first result after {first.TotalMilliseconds:N0} ms, "
            + $"peak memory {process.PeakWorkingSet64 / 1e6:N0} MB, "
            + $"{new FileInfo(file).Length / 1e6:N0} MB read, {allowed} of {pods} allowed"));
    }
}

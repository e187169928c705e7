using System.Diagnostics;
using System.Globalization;

namespace PodSecurity.Benchmarks;

/// <summary>The evaluation's figures within seconds, by stopwatch: for work in between, not for reports.</summary>
internal static class QuickRun
{
    private const int Cases = 3000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    public static void Run()
    {
        var benchmark = new EvaluationBenchmark();
        Measure("recorded cases", benchmark.RecordedCases);
        Measure("admitted unchanged", benchmark.AdmittedUnchanged);
        Measure("one policy", benchmark.OnePolicy);
        Measure("a hundred policies", benchmark.HundredPolicies);
    }

    // The best of several rounds: other work on the machine only ever adds time.
    private static void Measure(string name, Func<int> evaluateAll)
    {
        var best = TimeSpan.MaxValue;
        var bytes = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Duration * 2)
        {
            var (start, allocated) = (watch.Elapsed, GC.GetAllocatedBytesForCurrentThread());
            evaluateAll();
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, (watch.Elapsed - start).Ticks));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-20} {Cases / best.TotalSeconds,12:N0} pods/s {best.TotalNanoseconds / Cases,10:N0} ns/pod {bytes / Cases,8:N0} B/pod"));
    }
}

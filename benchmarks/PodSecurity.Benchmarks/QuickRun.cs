using System.Diagnostics;
using System.Globalization;

namespace PodSecurity.Benchmarks;

/// <summary>The evaluation's figures within seconds, by stopwatch: for work in between, not for reports.</summary>
internal static class QuickRun
{
    private const int Cases = 3000;
    private const int Repetitions = 5;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public static void Run()
    {
        var benchmark = new EvaluationBenchmark();
        Measure("recorded cases", benchmark.RecordedCases);
        Measure("admitted unchanged", benchmark.AdmittedUnchanged);
        Measure("one policy", benchmark.OnePolicy);
        Measure("a hundred policies", benchmark.HundredPolicies);
        var standards = new StandardsBenchmark();
        Measure("restricted:latest", standards.RestrictedLatest);
        Measure("  pods that pass", standards.Passing);
        Measure("  with texts", standards.WithTexts);
        Measure("all levels, versions", standards.AllVersions, StandardsBenchmark.AllVersionsVerdicts);
    }

    // Processor time, and the best of several rounds: other work on the machine only ever adds time.
    private static void Measure(string name, Func<int> evaluateAll, int verdicts = Cases)
    {
        var best = TimeSpan.MaxValue;
        var bytes = 0L;
        for (var i = 0; i < 40; i++)
        {
            evaluateAll();
        }
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Duration)
        {
            var (start, allocated) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
            for (var i = 0; i < Repetitions; i++)
            {
                evaluateAll();
            }
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, (Environment.CpuUsage.TotalTime - start).Ticks));
        }

        double count = (double)verdicts * Repetitions;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-20} {count / best.TotalSeconds,12:N0} verdicts/s {best.TotalNanoseconds / count,10:N1} ns "
            + $"{bytes / count,8:N0} B each"));
    }
}

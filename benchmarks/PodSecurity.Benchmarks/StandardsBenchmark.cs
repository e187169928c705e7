using BenchmarkDotNet.Attributes;
using PodSecurity.Api;
using PodSecurity.Standards;

namespace PodSecurity.Benchmarks;

/// <summary>From a decoded pod to its verdicts by the Pod Security Standards. Times and bytes are for one verdict.</summary>
[MemoryDiagnoser]
public class StandardsBenchmark
{
    /// <summary>v1.0 to v1.37, and latest.</summary>
    private const int VersionCount = 39;
    private const int PodCount = 3000;
    public const int VerdictsAPod = VersionCount * 3;
    public const int AllVersionsVerdicts = PodCount * VerdictsAPod;

    private static readonly PodSecurityLevel[] Levels =
        [PodSecurityLevel.Privileged, PodSecurityLevel.Baseline, PodSecurityLevel.Restricted];

    private static readonly PodSecurityVersion[] Versions =
        [.. Enumerable.Range(0, VersionCount - 1).Select(minor => new PodSecurityVersion(minor)), PodSecurityVersion.Latest];

    private readonly Pod[] _pods = RecordedPods.ReadAll();
    private readonly Pod[] _passing;

    public StandardsBenchmark()
    {
        if (_pods.Length != PodCount)
        {
            throw new InvalidOperationException($"{_pods.Length} pods instead of {PodCount}.");
        }
        var passing = _pods.Where(pod => StandardReview.Allows(pod, PodSecurityLevel.Restricted, PodSecurityVersion.Latest)).ToArray();
        _passing = [.. Enumerable.Range(0, PodCount).Select(i => passing[i % passing.Length])];
    }

    [Benchmark(Description = "recorded pods, restricted:latest", OperationsPerInvoke = PodCount)]
    public int RestrictedLatest() => _pods.Count(pod => StandardReview.Allows(pod, PodSecurityLevel.Restricted, PodSecurityVersion.Latest));

    [Benchmark(Description = "pods that pass, restricted:latest", OperationsPerInvoke = PodCount)]
    public int Passing() => _passing.Count(pod => StandardReview.Allows(pod, PodSecurityLevel.Restricted, PodSecurityVersion.Latest));

    [Benchmark(Description = "recorded pods, restricted:latest, with reasons and details", OperationsPerInvoke = PodCount)]
    public int WithTexts() =>
        _pods.Sum(pod => StandardReview.Of(pod).Violations(PodSecurityLevel.Restricted, PodSecurityVersion.Latest).Count);

    [Benchmark(Description = "recorded pods, all levels and versions", OperationsPerInvoke = AllVersionsVerdicts)]
    public int AllVersions() => _pods.Sum(Passed);

    /// <summary>How many of all levels and versions a pod meets.</summary>
    internal static int Passed(Pod pod)
    {
        var (review, passed) = (StandardReview.Of(pod), 0);
        foreach (var level in Levels)
        {
            foreach (var version in Versions)
            {
                passed += review.Allows(level, version) ? 1 : 0;
            }
        }
        return passed;
    }
}

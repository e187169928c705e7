using PodSecurity.Standards;

namespace PodSecurity.Migration;

/// <summary>The strictest level that each namespace can bear, so that every workload in it goes on running.</summary>
internal sealed class NamespaceLevels(PodSecurityVersion version)
{
    private readonly SortedDictionary<string, List<SurveyedWorkload>> _workloads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodSecurityLevel> _levels = [];

    /// <summary>The namespaces, also those in which nothing runs.</summary>
    public void Add(string @namespace) => _workloads.TryAdd(@namespace, []);

    public void Add(SurveyedWorkload workload)
    {
        Add(workload.Namespace);
        _workloads[workload.Namespace].Add(workload);
    }

    public IEnumerable<string> Namespaces => _workloads.Keys;

    public IReadOnlyList<SurveyedWorkload> In(string @namespace) => _workloads[@namespace];

    /// <summary>The strictest level that no pod of the namespace violates.</summary>
    public PodSecurityLevel Of(string @namespace)
    {
        if (!_levels.TryGetValue(@namespace, out var level))
        {
            _levels[@namespace] = level = Find(@namespace);
        }
        return level;
    }

    private PodSecurityLevel Find(string @namespace)
    {
        // Not the least of what each meets: a Windows pod can meet restricted and not baseline.
        var pods = _workloads[@namespace].SelectMany(Reviews).ToList();
        return pods.TrueForAll(pod => pod.Allows(PodSecurityLevel.Restricted, version)) ? PodSecurityLevel.Restricted
            : pods.TrueForAll(pod => pod.Allows(PodSecurityLevel.Baseline, version)) ? PodSecurityLevel.Baseline
            : PodSecurityLevel.Privileged;
    }

    /// <summary>What in the namespace violates a level, with the fix for each violation.</summary>
    public IEnumerable<PssObstacle> Obstacles(string @namespace, PodSecurityLevel level) =>
        from workload in _workloads[@namespace]
        from obstacle in Obstacles(workload, level).DistinctBy(obstacle => (obstacle.Check, obstacle.Reason))
        select obstacle;

    private IEnumerable<PssObstacle> Obstacles(SurveyedWorkload workload, PodSecurityLevel level) =>
        from review in Reviews(workload)
        from pair in review.Violations(level, version).Zip(review.Explain(level, version, workload.Workload.PodFieldPath))
        select new PssObstacle(workload.Name, pair.First.Check, $"{pair.First}", pair.Second.Fix, pair.Second.Patch);

    /// <summary>The template as it stands counts, and so do the pods that webhooks make of it.</summary>
    private static IEnumerable<StandardReview> Reviews(SurveyedWorkload workload) =>
        workload.Variants.Select(variant => workload.Workload with { Pod = variant.Pod }).Prepend(workload.Workload)
            .Select(StandardReview.OfServed);
}

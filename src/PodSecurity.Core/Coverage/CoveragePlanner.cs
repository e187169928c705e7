using PodSecurity.Admission;
using PodSecurity.Impact;
using PodSecurity.Validation;

namespace PodSecurity.Coverage;

/// <summary>
/// Collects what a change would reject and proposes, for each namespace and service account, how to cover it with the least privilege:
/// the use of an existing policy that gives nothing dangerous away, else a new policy that admits these pods, unchanged, and little else.
/// </summary>
public sealed class CoveragePlanner
{
    private const string KubeletGroup = "system:nodes";

    private readonly Dictionary<(string Namespace, string? Account), List<PspChangeResult>> _rejected = [];

    /// <summary>
    /// Remembers what the change would reject. Others need no cover; what is refused already shall not widen a policy unasked.
    /// </summary>
    public void Add(PspChangeResult result)
    {
        if (result is not { Outcome: nameof(PspChangeOutcome.Rejected), Pod: not null })
        {
            return;
        }
        var key = (result.Namespace, result.ServiceAccount);
        if (!_rejected.TryGetValue(key, out var results))
        {
            _rejected.Add(key, results = []);
        }
        results.Add(result);
    }

    /// <summary>One proposal for each namespace and service account, by name.</summary>
    public IEnumerable<PspCoverage> Proposals()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, results) in _rejected.OrderBy(pair => pair.Key.Namespace, StringComparer.Ordinal).ThenBy(
            pair => pair.Key.Account, StringComparer.Ordinal))
        {
            var proposal = Propose(key.Namespace, key.Account, results, taken);
            if (proposal.NewPolicy is { } policy)
            {
                taken.Add(policy.Name);
            }
            yield return proposal;
        }
    }

    private static PspCoverage Propose(string @namespace, string? account, List<PspChangeResult> results, HashSet<string> taken)
    {
        var pods = results.Select(result => result.Pod!).DistinctBy(pod => pod.Pod).ToList();
        var existing = results.SelectMany(result => result.ProposedPolicies).DistinctBy(policy => policy.Name).ToList();
        var name = FreeName($"{@namespace}-{account?.Split(':')[1] ?? "static-pods"}", taken, existing);
        var least = Least(name, pods);
        var best = existing.Where(policy => AdmitsAsTheyAre(policy, pods))
            .Select(policy => (Policy: policy, Excess: PolicyExcess.Between(policy.Spec, least.Spec)))
            .Where(candidate => !candidate.Excess.Any(excess => excess.IsDangerous))
            .OrderBy(candidate => candidate.Excess.Count, Comparer<int>.Default).ThenBy(
                candidate => candidate.Policy.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        var problem = best.Policy is null ? Problem(least, pods) : null;
        var policy = best.Policy ?? (problem is null ? least : null);
        var workloads = results.GroupBy(NameOf, (workload, same) => new CoveredWorkload(workload, [.. same])).ToList();
        var risk = policy is null ? [] : CoverageRisk.Of(policy, workloads);
        return new PspCoverage
        {
            Kind = best.Policy is not null ? nameof(PspCoverageKind.Grant) : problem is null ? nameof(PspCoverageKind.NewPolicy) : nameof(
                PspCoverageKind.Impossible),
            Policy = policy?.Name,
            NewPolicy = best.Policy is null ? policy : null,
            Namespace = @namespace,
            ServiceAccount = account is null ? [] : [account],
            Group = account is null ? [KubeletGroup] : [],
            Workloads = [.. workloads.Select(workload => workload.Name)],
            ScaledToZero = [.. workloads.Where(workload => workload.IsScaledToZero).Select(workload => workload.Name)],
            Excess = best.Excess ?? [],
            Risk = risk,
            Warnings = policy is null ? [] : PspValidator.Validate(policy, pods[0].Release).Warnings,
            Advice = account is null ? null : CoverageRisk.Advice(risk, workloads),
            Problem = problem,
            Cluster = results[0].Cluster,
        };
    }

    internal static PodSecurityPolicy Least(string name, IReadOnlyCollection<UncoveredPod> pods) =>
        LeastPrivilegePolicy.For(
            name, [.. pods.Select(pod => pod.Pod)], pods.FirstOrDefault()?.Release, pods.Select(pod => pod.TokenVolumeKind));

    private static string NameOf(PspChangeResult result) => $"{result.Kind}/{result.Name}";

    private static bool AdmitsAsTheyAre(PodSecurityPolicy policy, List<UncoveredPod> pods)
    {
        var admission = new PspAdmission([policy], pods[0].Release);
        return pods.All(pod => pod.IsAdmittedAsItIs(admission));
    }

    /// <summary>Why not even the policy made for the pods admits them; null when it does.</summary>
    private static string? Problem(PodSecurityPolicy least, List<UncoveredPod> pods)
    {
        var admission = new PspAdmission([least], pods[0].Release);
        return pods.Select(pod => pod.Judge(admission)).FirstOrDefault(decision => decision.Outcome != AdmissionOutcome.Allowed)?.Message;
    }

    private static string FreeName(string wanted, HashSet<string> taken, List<PodSecurityPolicy> existing) =>
        Enumerable.Range(1, int.MaxValue)
        .Select(number => number == 1 ? wanted : $"{wanted}-{number}")
        .First(name => !taken.Contains(name) && !existing.Any(policy => policy.Name == name));
}

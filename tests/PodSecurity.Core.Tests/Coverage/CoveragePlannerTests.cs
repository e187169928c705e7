using PodSecurity.Api;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Coverage;
using PodSecurity.Eks;
using PodSecurity.Impact;
using PodSecurity.Verdicts;

namespace PodSecurity.Core.Tests.Coverage;

/// <summary>
/// Who does what is proposed has nothing rejected any more, and nothing else changed; the pods are those of the conformance cases.
/// </summary>
public sealed class CoveragePlannerTests
{
    private static readonly PolicyState WithDefault = new(
        [EksDefault.Policy()], [EksDefault.ClusterRole()], [EksDefault.ClusterRoleBinding()]);

    private static readonly Workload[] Pods = [.. ConformanceCase.ReadAll().Take(1000).Select(item => item.Workload)];

    [Fact]
    public void What_is_proposed_covers_what_was_rejected_and_changes_no_pod()
    {
        var removed = EksDefaultObjects.PolicyChange.ApplyTo(WithDefault);
        foreach (var pods in Pods.Chunk(25))
        {
            var proposals = Propose(pods, removed);
            var covered = Results(pods, Apply(proposals, removed)).ToList();
            var impossible = proposals.Where(proposal => proposal.Kind == nameof(PspCoverageKind.Impossible)).SelectMany(
                proposal => proposal.Workloads).ToHashSet();

            Assert.Empty(
                covered.Where(result => result.Outcome == nameof(PspChangeOutcome.Rejected) && !impossible.Contains($"Pod/{result.Name}"))
                .Select(result => result.Message));
            // Under every policy the server repeats a pod's seccomp field in the annotation.
            Assert.DoesNotContain(
                covered.SelectMany(result => result.Changes), change => !change.Path.EndsWith(
                    "seccomp.security.alpha.kubernetes.io~1pod", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Nothing_is_proposed_for_what_is_admitted_or_refused_already() => Assert.Empty(Propose(Pods, WithDefault));

    private static List<PspCoverage> Propose(IEnumerable<Workload> pods, PolicyState state)
    {
        var planner = new CoveragePlanner();
        foreach (var result in Results(pods, state))
        {
            planner.Add(result);
        }
        return [.. planner.Proposals()];
    }

    private static IEnumerable<PspChangeResult> Results(IEnumerable<Workload> pods, PolicyState proposed)
    {
        var analysis = new ImpactAnalysis(WithDefault, proposed, new());
        return pods.Select(analysis.OfPod).OfType<PspChangeResult>();
    }

    private static PolicyState Apply(IEnumerable<PspCoverage> proposals, PolicyState state) => proposals
        .Where(proposal => proposal.Policy is not null)
        .Aggregate(state, (sum, proposal) => new PolicyChange
        {
            Policies = proposal.NewPolicy is { } policy ? [policy] : [],
            Roles = [Rbac.Role(proposal.Namespace, proposal.Policy!, Rbac.Use(proposal.Policy!))],
            Bindings = [Rbac.In(
                proposal.Namespace, proposal.Policy!, "Role", proposal.Policy!, [.. proposal.ServiceAccount.Select(ToSubject)])],
        }.ApplyTo(sum));

    private static RbacSubject ToSubject(string account) => account.Split(':') is [var @namespace, var name]
        ? Rbac.Account(@namespace, name)
        : throw new ArgumentException("no service account", nameof(account));
}

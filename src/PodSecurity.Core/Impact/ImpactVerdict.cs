using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Impact;

/// <summary>Both decisions on one pod, before and after a change; serves for all pods that are alike.</summary>
internal sealed class ImpactVerdict
{
    public required Pod Pod { get; init; }
    public required TokenVolume Token { get; init; }
    public required AdmissionDecision Current { get; init; }
    public required AdmissionDecision Proposed { get; init; }
    public required PolicyIdentity? Creator { get; init; }
    public required string Namespace { get; init; }
    public required string? ServiceAccount { get; init; }

    /// <summary>The policies after the change.</summary>
    public required IReadOnlyList<PodSecurityPolicy> ProposedPolicies { get; init; }

    private string? _outcome;
    private IReadOnlyList<PspExplanation>? _explanation;

    public PspChangeResult ToResult(Workload workload, string? cluster) => new()
    {
        Kind = workload.Kind,
        Namespace = Namespace,
        Name = workload.Name,
        Outcome = _outcome ??= OutcomeOf(Current, Proposed).ToString(),
        CurrentPolicy = AdmittingPolicy(Current),
        ProposedPolicy = AdmittingPolicy(Proposed),
        Changes = Proposed.Changes,
        Violations = Proposed.Violations,
        Message = Proposed.MessageFor(workload.PodName),
        UsablePolicies = Proposed.UsablePolicies,
        Explanation = _explanation ??= Proposed.Explain(workload.PodFieldPath),
        Controller = workload is { Kind: "Pod", Controller: { } controller } ? $"{controller.Kind}/{controller.Name}" : null,
        Requester = Creator?.User,
        ServiceAccount = ServiceAccount is null ? null : $"{Namespace}:{ServiceAccount}",
        Source = workload.Document.Source,
        Cluster = cluster,
        Pod = new(Pod, Token, Proposed.AddedVolume?.Kind),
        ProposedPolicies = ProposedPolicies,
    };

    private static PspChangeOutcome OutcomeOf(AdmissionDecision current, AdmissionDecision proposed)
    {
        var (before, after) = (AdmittingPolicy(current), AdmittingPolicy(proposed));
        if (after is null)
        {
            return before is null ? PspChangeOutcome.AlreadyRejected : PspChangeOutcome.Rejected;
        }
        if (proposed.Changes.Count > 0 && !SameChanges(current.Changes, proposed.Changes))
        {
            return PspChangeOutcome.NewlyMutated;
        }
        return before == after ? PspChangeOutcome.Unchanged : PspChangeOutcome.PolicyChanged;
    }

    // A pod that a policy makes invalid is refused as well.
    private static string? AdmittingPolicy(AdmissionDecision decision) =>
        decision.Outcome == AdmissionOutcome.Allowed ? decision.Policy?.Name : null;

    private static bool SameChanges(IReadOnlyList<PodChange> one, IReadOnlyList<PodChange> other) =>
        one.Select(change => change.ToString()).SequenceEqual(other.Select(change => change.ToString()));
}

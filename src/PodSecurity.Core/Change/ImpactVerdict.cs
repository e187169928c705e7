using PodSecurity.Access;
using PodSecurity.Admission;

namespace PodSecurity.Change;

/// <summary>Both decisions on one pod, before and after a change; serves for all pods that are alike.</summary>
internal sealed class ImpactVerdict
{
    public required AdmissionDecision Current { get; init; }
    public required AdmissionDecision Proposed { get; init; }
    public required PolicyIdentity? Creator { get; init; }
    public required string Namespace { get; init; }
    public required string ServiceAccount { get; init; }

    private PspChangeOutcome? _outcome;
    private IReadOnlyList<PspExplanation>? _explanation;

    public PspChangeResult ToResult(Workload workload) => new()
    {
        Kind = workload.Kind,
        Namespace = Namespace,
        Name = workload.Name,
        Outcome = _outcome ??= OutcomeOf(Current, Proposed),
        CurrentPolicy = AdmittingPolicy(Current),
        ProposedPolicy = AdmittingPolicy(Proposed),
        Changes = Proposed.Changes,
        Violations = Proposed.Violations,
        // The pods of a template have names of their own.
        Message = Proposed.MessageFor(workload.Kind == "Pod" ? workload.Name : $"{workload.Name}-"),
        UsablePolicies = Proposed.UsablePolicies,
        Explanation = _explanation ??= Proposed.Explain(PathPrefix(workload)),
        Controller = workload is { Kind: "Pod", Controller: { } controller } ? $"{controller.Kind}/{controller.Name}" : null,
        Requester = Creator?.User,
        ServiceAccount = $"{Namespace}:{ServiceAccount}",
        Source = workload.Document.Source,
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

    // JSON Pointer /spec/template to the prefix spec.template. of field paths.
    private static string PathPrefix(Workload workload) =>
        workload.PodPath.Length == 0 ? "" : $"{workload.PodPath[1..].Replace('/', '.')}.";
}

using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Verdicts;

namespace PodSecurity.Impact;

/// <summary>Both decisions on one pod, before and after a change; serves for all pods that are alike.</summary>
internal sealed class ImpactVerdict
{
    /// <summary>The token volume that is added after the change.</summary>
    public required TokenVolume Token { get; init; }
    public required AdmissionDecision Current { get; init; }
    public required AdmissionDecision Proposed { get; init; }
    public required PolicyIdentity? Creator { get; init; }
    public required string Namespace { get; init; }
    public required string? ServiceAccount { get; init; }

    /// <summary>The policies after the change.</summary>
    public required IReadOnlyList<PodSecurityPolicy> ProposedPolicies { get; init; }

    private string? _outcome;
    private string? _countedAs;
    private IReadOnlyList<PspExplanation>? _explanation;

    /// <summary>A <see cref="PspChangeOutcome"/>.</summary>
    public string Outcome => _outcome ??= OutcomeOf(Current, Proposed).ToString();

    /// <summary>How the workload counts: as this template, or as the worst of its pods.</summary>
    public string CountedAs { get => _countedAs ?? Outcome; set => _countedAs = value; }

    public string? CurrentPolicy => AdmittingPolicy(Current);

    public string? ProposedPolicy => AdmittingPolicy(Proposed);

    // What is refused already has today's reason.
    private AdmissionDecision Reported => Outcome == nameof(PspChangeOutcome.AlreadyRejected) ? Current : Proposed;

    /// <param name="countedAs">How the workload was counted to which this pod belongs; null for what stands for itself.</param>
    public PspChangeResult ToResult(Workload workload, string? cluster, string? countedAs = null) => new()
    {
        Kind = workload.Kind,
        Namespace = Namespace,
        Name = workload.Name,
        Outcome = Outcome,
        CurrentPolicy = CurrentPolicy,
        ProposedPolicy = ProposedPolicy,
        Changes = Proposed.Changes,
        Violations = Reported.Violations,
        Message = Reported.MessageFor(workload.PodName),
        UsablePolicies = Proposed.UsablePolicies,
        Explanation = _explanation ??= Remedies.For(Reported, workload.PodFieldPath, Namespace, ServiceAccount, IsThereAfterwards),
        Controller = workload is { Kind: "Pod", Controller: { } controller } ? $"{controller.Kind}/{controller.Name}" : null,
        Requester = Creator?.User,
        ServiceAccount = ServiceAccount is null ? null : $"{Namespace}:{ServiceAccount}",
        ScaledToZero = WorkloadStatus.MakesNoPods(workload),
        Source = workload.Document.Source,
        Cluster = cluster,
        KubernetesVersion = Proposed.Release.Name,
        CountedAs = countedAs,
        Pod = new(Proposed.Pod, Token, Proposed.AddedVolume?.Kind, Proposed.Release),
        ProposedPolicies = ProposedPolicies,
    };

    /// <summary>Whether what covers the one covers the other: both fare alike and ask for the same.</summary>
    public bool SpeaksFor(ImpactVerdict other, bool isInjected) => Outcome == other.Outcome && ProposedPolicy == other.ProposedPolicy
        && (Outcome != nameof(PspChangeOutcome.Rejected) || (!isInjected && (other.Token == TokenVolume.None || Token == other.Token)));

    private bool IsThereAfterwards(string policy) => ProposedPolicies.Any(other => other.Name == policy);

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

using PodSecurity.Api;
using PodSecurity.Impact;

namespace PodSecurity;

/// <summary>What a change of policies or grants does to a workload or pod.</summary>
public enum PspChangeOutcome
{
    /// <summary>The same policy admits it in the same way.</summary>
    Unchanged,

    /// <summary>Another policy admits it, without new changes to the pod; also when nothing admitted it before.</summary>
    PolicyChanged,

    /// <summary>It is admitted, and changed in a way in which it is not changed now.</summary>
    NewlyMutated,

    /// <summary>It is admitted now and would be refused.</summary>
    Rejected,

    /// <summary>It is refused now and stays so.</summary>
    AlreadyRejected,
}

/// <summary>What would happen to one pod, or to the pods of one template, if it were created after the change.</summary>
public sealed class PspChangeResult
{
    public required string Kind { get; init; }
    public required string Namespace { get; init; }
    public required string Name { get; init; }

    /// <summary>The name of a <see cref="PspChangeOutcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The policy that admits it now; null when none does.</summary>
    public string? CurrentPolicy { get; init; }

    /// <summary>The policy that would admit it; null when none would.</summary>
    public string? ProposedPolicy { get; init; }

    /// <summary>What the proposed policy would change in the pod.</summary>
    public IReadOnlyList<PodChange> Changes { get; init => field = new ObjectList<PodChange>(value); } = new ObjectList<PodChange>();

    /// <summary>The rules that it breaks: after the change, or, when it is refused already, now.</summary>
    public IReadOnlyList<PspViolation> Violations { get; init =>
        field = new ObjectList<PspViolation>(value); } = new ObjectList<PspViolation>();

    /// <summary>The server's words for the refusal, of today when it is refused already; null when it is admitted.</summary>
    public string? Message { get; init; }

    /// <summary>The policies that it may use after the change.</summary>
    public IReadOnlyList<string> UsablePolicies { get; init => field = new ObjectList<string>(value); } = new ObjectList<string>();

    /// <summary>
    /// For a refusal: per usable policy the first obstacle and the smallest fix, and the grants of other policies that would let it in.
    /// </summary>
    public IReadOnlyList<PspExplanation> Explanation { get; init =>
        field = new ObjectList<PspExplanation>(value); } = new ObjectList<PspExplanation>();

    /// <summary>
    /// For a pod: what controls it, as <c>Kind/name</c>; its verdict is that of the pod that the controller would make again.
    /// </summary>
    public string? Controller { get; init; }

    /// <summary>Who would create the pod.</summary>
    public string? Requester { get; init; }

    /// <summary>The pod's service account as <c>namespace:name</c>; null for a static pod, which has none.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Whether the workload makes no pods at present: it is scaled to zero or suspended.</summary>
    public bool ScaledToZero { get; init; }
    public required DocumentSource Source { get; init; }

    /// <summary>The context or snapshot that was read.</summary>
    public string? Cluster { get; init; }

    /// <summary>The release of Kubernetes whose API server judges after the change.</summary>
    public string KubernetesVersion { get; init; } = KubernetesRelease.Default.Name;

    /// <summary>How the workload that this pod belongs to was counted; null for what stands for itself.</summary>
    internal string? CountedAs { get; init; }

    /// <summary>What was judged, for whoever looks for a remedy.</summary>
    internal UncoveredPod? Pod { get; init; }

    /// <summary>The policies that there would be after the change.</summary>
    internal IReadOnlyList<PodSecurityPolicy> ProposedPolicies { get; init; } = [];

    public override string ToString() => $"{ObjectPath.Of(Kind, Namespace, Name)}: {Outcome}";
}

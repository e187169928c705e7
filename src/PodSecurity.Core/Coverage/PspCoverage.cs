namespace PodSecurity;

/// <summary>How workloads that a change would leave without a policy can be covered.</summary>
public enum PspCoverageKind
{
    /// <summary>By the use of a policy that the cluster has.</summary>
    Grant,

    /// <summary>By a new policy and its use.</summary>
    NewPolicy,

    /// <summary>By no policy: what the pods ask for cannot be allowed on a server with its default settings.</summary>
    Impossible,
}

/// <summary>
/// A proposal that covers the rejected workloads of one service account. The properties bind to the parameters of Grant-PspUse; nothing is
/// done until they are.
/// </summary>
public sealed class PspCoverage
{
    /// <summary>The name of a <see cref="PspCoverageKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The policy to use; null when there can be none.</summary>
    public string? Policy { get; init; }
    public required string Namespace { get; init; }

    /// <summary>Who is to use it, as <c>namespace:name</c>; empty when the pods have no service account.</summary>
    public IReadOnlyList<string> ServiceAccount { get; init => field = new ObjectList<string>(value); } = new ObjectList<string>();

    /// <summary>Who is to use it where the pods have no service account: the kubelets, for static pods.</summary>
    public IReadOnlyList<string> Group { get; init => field = new ObjectList<string>(value); } = new ObjectList<string>();

    /// <summary>The policy to create first; null unless the kind is NewPolicy.</summary>
    public PodSecurityPolicy? NewPolicy { get; init; }

    /// <summary>The workloads that it covers, as <c>Kind/name</c>.</summary>
    public required IReadOnlyList<string> Workloads { get; init => field = new ObjectList<string>(value); }

    /// <summary>What the policy allows beyond what these workloads need.</summary>
    public IReadOnlyList<PolicyExcess> Excess { get; init => field = new ObjectList<PolicyExcess>(value); } = new ObjectList<PolicyExcess>();

    /// <summary>Why there is no policy; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>The context or snapshot that it is for.</summary>
    public string? Cluster { get; init; }

    public override string ToString() => Kind == nameof(PspCoverageKind.Impossible) ? Problem! : $"{Policy} for {string.Join(", ", ServiceAccount.Concat(Group))}";
}

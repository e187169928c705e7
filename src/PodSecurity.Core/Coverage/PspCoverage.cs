using PodSecurity.Api;
using PodSecurity.Change;

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

    /// <summary>Those of the workloads that make no pods at present: they are scaled to zero or suspended.</summary>
    public IReadOnlyList<string> ScaledToZero { get; init => field = new ObjectList<string>(value); } = new ObjectList<string>();

    /// <summary>How pods under the policy could harm their node or each other, and which of the workloads ask for that.</summary>
    public IReadOnlyList<PspCoverageRisk> Risk { get; init =>
        field = new ObjectList<PspCoverageRisk>(value); } = new ObjectList<PspCoverageRisk>();

    /// <summary>What Test-PodSecurityPolicy says of the policy.</summary>
    public IReadOnlyList<PspWarning> Warnings { get; init => field = new ObjectList<PspWarning>(value); } = new ObjectList<PspWarning>();

    /// <summary>How less could be given away; null when everybody who gets it asks for it.</summary>
    public string? Advice { get; init; }

    /// <summary>The command that grants the use of the policy; null when there can be none.</summary>
    public string? Command => ToGrant()?.Command;

    /// <summary>What the policy allows beyond what these workloads need.</summary>
    public IReadOnlyList<PolicyExcess> Excess { get; init =>
        field = new ObjectList<PolicyExcess>(value); } = new ObjectList<PolicyExcess>();

    /// <summary>Why there is no policy; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>The context or snapshot that it is for.</summary>
    public string? Cluster { get; init; }

    /// <summary>The grant that is proposed; null when there can be none.</summary>
    internal UseGrant? ToGrant() =>
        Policy is null ? null : new(Policy, Namespace, [.. ServiceAccount.Select(ToAccount), .. Group.Select(RbacSubject.ForGroup)]);

    private static RbacSubject ToAccount(string name)
    {
        var parts = name.Split(':');
        return RbacSubject.ForServiceAccount(parts[0], parts[1]);
    }

    public override string ToString() =>
        Kind == nameof(PspCoverageKind.Impossible) ? Problem! : $"{Policy} for {string.Join(", ", ServiceAccount.Concat(Group))}";
}

/// <summary>A danger that a proposed policy brings.</summary>
/// <param name="Code">The warning's, for example <c>PrivilegedContainers</c>.</param>
/// <param name="Field">For example <c>spec.privileged</c>.</param>
/// <param name="Workloads">The workloads that ask for it, as <c>Kind/name</c>; none when the policy gives more than is needed.</param>
public sealed record PspCoverageRisk(string Code, string Field, IReadOnlyList<string> Workloads)
{
    public override string ToString() => Workloads.Count == 0 ? $"{Code}: nobody asks for it" : $"{Code}: {string.Join(", ", Workloads)}";
}

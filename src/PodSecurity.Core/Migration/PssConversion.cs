using PodSecurity.Migration;

namespace PodSecurity;

/// <summary>
/// The level of the Pod Security Standards that a policy means, or that a namespace can bear, with all in which it is not the same as the
/// policies: never the level alone.
/// </summary>
public sealed class PssConversion
{
    /// <summary>The policy; null for a namespace.</summary>
    public string? Policy { get; init; }

    /// <summary>The namespace; null for a policy.</summary>
    public string? Namespace { get; init; }

    /// <summary>Of a policy the level that is meant; of a namespace the strictest that every workload in it meets.</summary>
    public required string Level { get; init; }
    public required string Version { get; init; }

    /// <summary>The level above; null at restricted.</summary>
    public string? NextLevel { get; init; }

    /// <summary>What the policies allow and the level forbids.</summary>
    public IReadOnlyList<PssDifference> Forbids { get; internal set => field = new ObjectList<PssDifference>(value); } =
        new ObjectList<PssDifference>();

    /// <summary>What the policies forbid and the level allows.</summary>
    public IReadOnlyList<PssDifference> LeavesOpen { get; internal set => field = new ObjectList<PssDifference>(value); } =
        new ObjectList<PssDifference>();

    /// <summary>What the policies write into pods, and no level does.</summary>
    public IReadOnlyList<PssDifference> Mutates { get; internal set => field = new ObjectList<PssDifference>(value); } =
        new ObjectList<PssDifference>();

    /// <summary>What keeps it from <see cref="NextLevel"/>: fields of the policy, or workloads of the namespace with the smallest
    /// fix.</summary>
    public IReadOnlyList<PssObstacle> HeldBackBy { get; init => field = new ObjectList<PssObstacle>(value); } =
        new ObjectList<PssObstacle>();

    /// <summary>How many workloads were judged; null for a policy.</summary>
    public int? Workloads { get; init; }

    /// <summary>The context or snapshot that was read; null for a policy of a file.</summary>
    public string? Cluster { get; init; }

    internal PssConversion With(PolicyDifferences differences)
    {
        (Forbids, LeavesOpen, Mutates) = (differences.Forbids, differences.LeavesOpen, differences.Mutates);
        return this;
    }
}

/// <summary>One field in which a policy and a level are not the same.</summary>
/// <param name="Field">For example <c>spec.hostPorts</c>; an annotation as <c>metadata.annotations[KEY]</c>.</param>
/// <param name="Setting">What the policy says there.</param>
/// <param name="Detail">What is forbidden, left open or written.</param>
public sealed record PssDifference(string Policy, string Field, string Setting, string Detail)
{
    public override string ToString() => $"{Field}: {Detail}";
}

/// <summary>What keeps a policy or a namespace from a stricter level.</summary>
/// <param name="Subject">A field of the policy, or a workload as <c>Kind/name</c>.</param>
/// <param name="Check">The check of the Standards that fails; null for a policy.</param>
/// <param name="Reason">Why, in the server's words.</param>
/// <param name="Fix">The smallest change of the workload, in words.</param>
/// <param name="Patch">The same as a strategic merge patch of the workload, in JSON.</param>
public sealed record PssObstacle(string Subject, string? Check, string Reason, string? Fix = null, string? Patch = null)
{
    public override string ToString() => $"{Subject}: {Reason}";
}

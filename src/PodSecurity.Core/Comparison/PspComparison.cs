namespace PodSecurity;

/// <summary>What each of two policies allows that the other does not.</summary>
public sealed class PspComparison
{
    /// <summary>The name of the policy that the other is compared with.</summary>
    public required string ReferencePolicy { get; init; }

    /// <summary>The name of the policy that is compared.</summary>
    public required string DifferencePolicy { get; init; }

    /// <summary>
    /// Whether the compared policy admits every pod that the reference admits. Changes that a policy makes to pods do not count.
    /// </summary>
    public required bool Covers { get; init; }

    /// <summary>Whether the reference admits every pod that the compared policy admits.</summary>
    public required bool IsCovered { get; init; }

    /// <summary>What one of them allows and the other does not, what only the reference allows first.</summary>
    public required IReadOnlyList<PspDifference> Differences { get; init => field = new ObjectList<PspDifference>(value); }

    public override string ToString() => (Covers, IsCovered) switch
    {
        (true, true) => $"{ReferencePolicy} and {DifferencePolicy} admit the same pods",
        (true, false) => $"{DifferencePolicy} admits what {ReferencePolicy} admits, and more",
        (false, true) => $"{DifferencePolicy} admits less than {ReferencePolicy}",
        _ => $"{ReferencePolicy} and {DifferencePolicy} each admit what the other refuses",
    };
}

namespace PodSecurity;

/// <summary>A policy that admits what several admit.</summary>
public sealed class PspMerge
{
    /// <summary>The least policy that does.</summary>
    public required PodSecurityPolicy Policy { get; init; }

    /// <summary>The names of the policies that it is made of.</summary>
    public required IReadOnlyList<string> MergedPolicies { get; init => field = new ObjectList<string>(value); }

    /// <summary>Whether it admits every pod that one of them admits.</summary>
    public required bool Covers { get; init; }

    /// <summary>What it allows beyond all of them: mostly the powers of several together in one pod.</summary>
    public required IReadOnlyList<PspDifference> Differences { get; init => field = new ObjectList<PspDifference>(value); }

    public override string ToString() => Policy.Name;
}

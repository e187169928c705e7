namespace PodSecurity.Standards.Labels;

/// <summary>What holds in a namespace: the level and version of each mode.</summary>
public sealed record NamespacePolicy(LevelVersion Enforce, LevelVersion Audit, LevelVersion Warn)
{
    /// <summary>What a cluster does whose administrators have configured nothing.</summary>
    public static NamespacePolicy Privileged { get; } = new(LevelVersion.Privileged, LevelVersion.Privileged, LevelVersion.Privileged);

    public bool IsFullyPrivileged => IsEquivalentTo(Privileged);

    public bool IsEquivalentTo(NamespacePolicy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Enforce.IsEquivalentTo(other.Enforce) && Audit.IsEquivalentTo(other.Audit) && Warn.IsEquivalentTo(other.Warn);
    }
}

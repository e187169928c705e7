using PodSecurity.Api;

namespace PodSecurity.Standards.Labels;

/// <summary>A level in a version, as the server prints it: <c>restricted:v1.24</c>.</summary>
public readonly record struct LevelVersion(PodSecurityLevel Level, PodSecurityVersion Version)
{
    /// <summary>Nothing is refused; the version is of no importance.</summary>
    public static LevelVersion Privileged { get; } = new(PodSecurityLevel.Privileged, PodSecurityVersion.Latest);

    /// <summary>Whether both demand the same, in whatever version nothing is demanded.</summary>
    public bool IsEquivalentTo(LevelVersion other) =>
        this == other || (Level == PodSecurityLevel.Privileged && other.Level == PodSecurityLevel.Privileged);

    public override string ToString() => $"{LevelName.Of(Level)}:{Version}";
}

namespace PodSecurity;

/// <summary>Why one policy does not admit a pod, and the least that would have to change.</summary>
/// <param name="Policy">Null when a new policy is needed.</param>
/// <param name="Obstacle">The first rule that the pod breaks; null when the policy only may not be used.</param>
public sealed record PspExplanation(string? Policy, PspViolation? Obstacle, string PodFix, string PolicyFix)
{
    /// <summary>The command that grants the use of the policy; null unless only this is missing.</summary>
    public string? Grant { get; private init; }

    internal static PspExplanation NoPolicy { get; } = new(null, null, "", "no policy that is there would admit it: create one that does");

    internal static PspExplanation MissingGrant(string policy, string command) =>
        new(policy, null, "", $"grant its use: {command}") { Grant = command };

    public override string ToString() => this switch
    {
        { Obstacle: { } obstacle } => $"{Policy}: {obstacle.Message}. In the pod: {PodFix}. In the policy: {PolicyFix}.",
        { Grant: not null } => $"{Policy} would admit it, if it may be used: {Grant}",
        _ => "No policy that is there would admit it: create one that does.",
    };
}

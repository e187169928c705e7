namespace PodSecurity;

/// <summary>Why one policy does not admit a pod, and the least that would have to change.</summary>
/// <param name="Policy">Null when a new policy is needed.</param>
/// <param name="Obstacle">The first rule that the pod breaks; null when the policy only may not be used.</param>
public sealed record PspExplanation(string? Policy, PspViolation? Obstacle, string PodFix, string PolicyFix)
{
    /// <summary>The command that grants the use of the policy; null unless only this is missing.</summary>
    public string? Grant { get; private init; }

    internal static PspExplanation NoPolicy { get; } = new(null, null, "", "no policy that is there would admit it: create one that does");

    internal static PspExplanation WouldChange(string policy, PodChange change) => new(
        policy,
        null,
        $"write {change} into the pod when it is created: {policy} would change it, which no policy may do in an update",
        $"leave that field open in policy {policy}");

    internal static PspExplanation MissingGrant(string policy, string command) =>
        new(policy, null, "", $"grant its use: {command}") { Grant = command };

    public override string ToString() => this switch
    {
        { Obstacle: { } obstacle } => $"{Policy}: {obstacle.Message}. In the pod: {PodFix}. In the policy: {PolicyFix}.",
        { Policy: not null, Grant: null } => $"{Policy} does not count: {PodFix}. In the policy: {PolicyFix}.",
        { Grant: not null } => $"{Policy} would admit it, if it may be used: {Grant}",
        _ => "No policy that is there would admit it: create one that does.",
    };
}

namespace PodSecurity;

/// <summary>Why one usable policy does not admit a pod, and the least that would have to change.</summary>
public sealed record PspExplanation(string Policy, PspViolation Obstacle, string PodFix, string PolicyFix)
{
    public override string ToString() => $"{Policy}: {Obstacle.Message}. In the pod: {PodFix}. In the policy: {PolicyFix}.";
}

using PodSecurity.Admission.Strategies;

namespace PodSecurity.Admission;

/// <summary>What admission made of a pod.</summary>
/// <param name="Policy">The chosen policy; null when none admits the pod.</param>
/// <param name="Mutated">Whether that policy changes the pod.</param>
/// <param name="Invalid">Whether pod validation refuses what the policy made of it.</param>
internal readonly record struct PolicyChoice(CompiledPolicy? Policy, bool Mutated = false, bool Invalid = false)
{
    /// <summary>There is no policy at all that could admit anything.</summary>
    public bool WithoutProviders { get; init; }

    /// <summary>No policy was asked.</summary>
    public bool PassedOver { get; init; }

    /// <summary>The policies were asked not to change the pod: it was updated, or its creation looked at a second time.</summary>
    public bool Validating { get; init; }
}

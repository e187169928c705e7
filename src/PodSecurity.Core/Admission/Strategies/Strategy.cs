namespace PodSecurity.Admission.Strategies;

/// <summary>
/// One strategy or check of one policy. Strategies default first and judge the result, as the API server does: what they read is the
/// pod with all defaults of the policy applied. They are immutable and shared between threads; all state is in the arguments.
/// </summary>
internal abstract class Strategy
{
    /// <summary>Fills what the pod leaves open and the policy wants set.</summary>
    public virtual void DefaultPod(ref EffectivePod pod, PolicyRun run)
    {
    }

    public virtual void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
    }

    /// <summary>Fills what the container leaves open and the policy wants set.</summary>
    public virtual void DefaultContainer(in EffectivePod pod, ref EffectiveContainer container, PolicyRun run)
    {
    }

    public virtual void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
    }
}

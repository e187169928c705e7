namespace PodSecurity.Admission.Rules;

/// <summary>
/// One strategy or check of one policy. Rules default first and judge the result, as the API server does: what they read is the pod
/// with all defaults of the policy applied. Rules are immutable and shared between threads; all state is in the arguments.
/// </summary>
internal abstract class PolicyRule
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

    /// <summary>The least that would have to change so that an error of this rule goes away.</summary>
    public abstract Fix Fix(FieldError error);
}

/// <summary>Two ways out of a refusal, each an instruction that stands alone.</summary>
/// <param name="Pod">What to change in the pod; paths start at the pod (<c>spec.hostNetwork</c>).</param>
/// <param name="Policy">What to change in the policy.</param>
internal sealed record Fix(string Pod, string Policy);

using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Admission.Strategies;

/// <summary>A policy made ready for evaluation: the strategies that can matter, in the order of the server's errors.</summary>
internal sealed class CompiledPolicy(
    PodSecurityPolicy policy,
    KubernetesRelease release,
    IReadOnlyList<Strategy> podStrategies,
    IReadOnlyList<Strategy> containerStrategies)
{
    private readonly Strategy[] _podStrategies = [.. podStrategies];
    private readonly Strategy[] _containerStrategies = [.. containerStrategies];
    private readonly bool _judgesEphemeralContainers = release.Has(ReleaseFeatures.EphemeralContainers);

    public PodSecurityPolicy Policy { get; } = policy;

    public KubernetesRelease Release { get; } = release;

    public bool KnowsSeccompFields { get; } = release.Has(ReleaseFeatures.SeccompFields);

    /// <summary>Puts the verdict of this policy, and the details if they are wanted, into the run.</summary>
    public void Evaluate(Pod pod, Volume? tokenVolume, PolicyRun run)
    {
        var effective = Default(pod, tokenVolume, run);
        foreach (var strategy in _podStrategies)
        {
            strategy.ValidatePod(effective, run);
            if (run.Decided)
            {
                return;
            }
        }
        Evaluate(effective, pod.InitContainers, ContainerKind.Init, run);
        Evaluate(effective, pod.Containers, ContainerKind.Regular, run);

        EvaluateEphemeral(effective, pod.EphemeralContainers, run);
    }

    // A server with the feature switched off sees them while it defaults, never while it judges, and drops them afterwards.
    private void EvaluateEphemeral(in EffectivePod pod, IReadOnlyList<Container> containers, PolicyRun run)
    {
        if (_judgesEphemeralContainers)
        {
            Evaluate(pod, containers, ContainerKind.Ephemeral, run);
            return;
        }
        for (var i = 0; i < containers.Count && !run.Decided; i++)
        {
            Default(pod, containers[i], ContainerKind.Ephemeral, i, run);
        }
    }

    /// <summary>The pod with the policy's defaults.</summary>
    public EffectivePod Default(Pod pod, Volume? tokenVolume, PolicyRun run)
    {
        var effective = new EffectivePod(pod, tokenVolume);
        foreach (var strategy in _podStrategies)
        {
            strategy.DefaultPod(ref effective, run);
        }
        return effective;
    }

    /// <summary>A container with the policy's defaults.</summary>
    public EffectiveContainer Default(in EffectivePod pod, Container container, ContainerKind kind, int index, PolicyRun run)
    {
        var effective = new EffectiveContainer(pod, container, kind, index);
        foreach (var strategy in _containerStrategies)
        {
            strategy.DefaultContainer(pod, ref effective, run);
        }
        return effective;
    }

    private void Evaluate(in EffectivePod pod, IReadOnlyList<Container> containers, ContainerKind kind, PolicyRun run)
    {
        for (var i = 0; i < containers.Count && !run.Decided; i++)
        {
            var effective = Default(pod, containers[i], kind, i, run);
            foreach (var strategy in _containerStrategies)
            {
                strategy.ValidateContainer(pod, effective, run);
                if (run.Decided)
                {
                    return;
                }
            }
        }
    }
}

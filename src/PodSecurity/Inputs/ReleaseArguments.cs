using PodSecurity.Cluster;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Releases;
using PodSecurity.Verdicts;

namespace PodSecurity.Inputs;

/// <summary>Finds out which release of Kubernetes is meant.</summary>
internal static class ReleaseArguments
{
    /// <summary>The release that the user names; null for none. One that there is not, or that has no policies, ends the command.</summary>
    public static KubernetesRelease? Named(PodSecurityCommand command, string? version)
    {
        if (version is null)
        {
            return null;
        }
        if (KubernetesRelease.Find(version) is not { } release)
        {
            command.ThrowTerminatingError(KubernetesRelease.IsAfterPolicies(version)
                ? ModuleError.KubernetesVersionWithoutPsp(version)
                : ModuleError.KubernetesVersionUnknown(version));
            throw new InvalidOperationException("The command has ended.");
        }
        return release;
    }

    /// <summary>The state of a cluster as the named release judges it; as its own server does when none is named.</summary>
    public static PolicyState Judged(
        PodSecurityCommand command, IClusterGateway gateway, PolicyState state, KubernetesRelease? named)
    {
        var release = named ?? state.Release;
        command.WriteVerbose(release is not null
            ? $"{gateway.Identity} is judged as Kubernetes {release}."
            : $"{gateway.Identity} does not say its version: it is judged as Kubernetes {KubernetesRelease.Default}, unless "
                + "-KubernetesVersion names another.");
        return state with { Release = release };
    }

    /// <summary>In what the releases differ, oldest difference first.</summary>
    public static void SayDifferences(PodSecurityCommand command, KubernetesRelease from, KubernetesRelease to)
    {
        foreach (var feature in ReleaseFeatures.All.Where(feature => from.Has(feature) != to.Has(feature)))
        {
            command.WriteVerbose($"Since Kubernetes {feature.Since} ({feature.Evidence}): {feature.Effect}");
        }
    }
}

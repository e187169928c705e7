using PodSecurity.Api;

namespace PodSecurity.Admission;

/// <summary>What the ServiceAccount admission plugin does to a pod: an account, a token volume, and its mounts.</summary>
internal static class ServiceAccountToken
{
    public const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string ProjectedPrefix = "kube-api-access-";

    private static readonly Volume Projected = new()
    {
        Name = ProjectedPrefix + "xxxxx",
        Kind = VolumeTypes.Projected,
        IsServiceAccountTokenProjection = true,
    };

    private static readonly Volume DefaultSecret = Secret(PodFacts.DefaultServiceAccount);

    /// <summary>The volume that is added; null when none is.</summary>
    public static Volume? VolumeFor(Pod pod, TokenVolume mode) =>
        !AppliesTo(pod, mode) || Existing(pod) is not null || !IsNeeded(pod.InitContainers, pod.Containers) ? null
        : mode != TokenVolume.Secret ? Projected
        : pod.ServiceAccountOrDefault() == PodFacts.DefaultServiceAccount ? DefaultSecret
        : Secret(pod.ServiceAccountOrDefault());

    /// <summary>Whether containers get a mount. The pods that the kubelet mirrors stay as they are.</summary>
    public static bool AppliesTo(Pod pod, TokenVolume mode) =>
        mode != TokenVolume.None && pod.AutomountServiceAccountToken != false && !pod.IsMirror();

    /// <summary>The name of the token volume that the pod brings along; null when there is none.</summary>
    public static string? Existing(Pod pod)
    {
        for (var i = 0; i < pod.Volumes.Count; i++)
        {
            if (IsToken(pod, pod.Volumes[i]))
            {
                return pod.Volumes[i].Name;
            }
        }

        return null;
    }

    // The secret of a token is named after the account, and its volume after the secret, with dashes for dots.
    private static bool IsToken(Pod pod, Volume volume) =>
        volume.Name.StartsWith(ProjectedPrefix, StringComparison.Ordinal)
        || (volume.Kind == VolumeTypes.Secret && volume.Name.Contains("-token-", StringComparison.Ordinal)
            && volume.Name.StartsWith(SecretVolumePrefix(pod.ServiceAccountOrDefault()), StringComparison.Ordinal));

    private static bool IsNeeded(params ReadOnlySpan<IReadOnlyList<Container>> lists)
    {
        foreach (var containers in lists)
        {
            for (var i = 0; i < containers.Count; i++)
            {
                if (!HasTokenMount(containers[i].VolumeMounts))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasTokenMount(IReadOnlyList<VolumeMount> mounts)
    {
        for (var i = 0; i < mounts.Count; i++)
        {
            if (mounts[i].AtTokenPath)
            {
                return true;
            }
        }

        return false;
    }

    private static string SecretVolumePrefix(string account) => $"{account.Replace('.', '-')}-token-";

    private static Volume Secret(string account) => new() { Name = $"{SecretVolumePrefix(account)}xxxxx", Kind = VolumeTypes.Secret };
}

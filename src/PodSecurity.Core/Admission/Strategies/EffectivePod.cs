using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// A pod as a policy judges it: the pod after API defaulting, with the policy's own defaults on top. The pod itself stays as it is.
/// </summary>
internal struct EffectivePod(Pod pod, Volume? tokenVolume)
{
    public readonly Pod Pod = pod;

    /// <summary>
    /// The volume that the server adds for the service account's token; null when it adds none. It comes after the pod's own.
    /// </summary>
    public readonly Volume? TokenVolume = tokenVolume;

    public long? FSGroup = pod.SecurityContext?.FSGroup;

    /// <summary>Null when absent; an explicit empty list is not the same to a policy that defaults it.</summary>
    public IReadOnlyList<long>? SupplementalGroups = pod.SecurityContext?.SupplementalGroups;
    public SELinuxOptions? SELinux = pod.SecurityContext?.SELinuxOptions;

    /// <summary>The pod's seccomp annotation.</summary>
    public string? SeccompAnnotation = pod.Profiles.PodSeccomp;
    public string? RuntimeClassName = pod.RuntimeClassName;

    public readonly int VolumeCount => Pod.Volumes.Count + (TokenVolume is null ? 0 : 1);

    public readonly Volume VolumeAt(int index) => index < Pod.Volumes.Count ? Pod.Volumes[index] : TokenVolume!;
}

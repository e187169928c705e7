using PodSecurity.Api;

namespace PodSecurity.Coverage;

/// <summary>The seccomp and AppArmor profiles that pods use, as the annotations of a policy.</summary>
internal static class UsedProfiles
{
    public static StringMap For(IEnumerable<Pod> pods, IEnumerable<PodContainer> containers)
    {
        var all = containers.ToList();
        var annotations = new StringMap();
        // The rule speaks of the pod's own profile and of each container's.
        if (AllowedSeccomp([.. pods.Select(PodSeccomp), .. all.Select(ContainerSeccomp)]) is { } seccomp)
        {
            annotations[PspAnnotations.SeccompAllowed] = seccomp;
        }
        if (AllowedAppArmor(
            [.. all.Select(
                container => Annotation(
                    container.Pod, ProfileAnnotations.ContainerAppArmorPrefix + container.Container.Name) ?? "")]) is { } appArmor)
        {
            annotations[PspAnnotations.AppArmorAllowed] = appArmor;
        }
        return annotations;
    }

    // Without the annotation no profile may be set; with a list one must be set. A mixture can only be said as "any".
    private static string? AllowedSeccomp(IReadOnlyList<string> profiles)
    {
        var used = profiles.Distinct().Order(StringComparer.Ordinal).ToList();
        return used switch
        {
            [] or [""] => null,
            _ when used.Contains("") => "*",
            _ => string.Join(',', used),
        };
    }

    // Without the annotation everything may be set; a list demands one of it.
    private static string? AllowedAppArmor(IReadOnlyList<string> profiles) =>
        profiles.Count == 0 || profiles.Contains("") ? null : string.Join(',', profiles.Distinct().Order(StringComparer.Ordinal));

    private static string PodSeccomp(Pod pod) => SeccompProfiles.OfPod(pod, Annotation(pod, ProfileAnnotations.PodSeccompKey));

    private static string ContainerSeccomp(PodContainer container) => SeccompProfiles.OfContainer(
        container.Container,
        Annotation(container.Pod, ProfileAnnotations.ContainerSeccompPrefix + container.Container.Name),
        container.Pod,
        Annotation(container.Pod, ProfileAnnotations.PodSeccompKey));

    private static string? Annotation(Pod pod, string key) => pod.Annotations?.GetValueOrDefault(key);
}

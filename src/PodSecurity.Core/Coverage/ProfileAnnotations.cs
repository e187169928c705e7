using PodSecurity.Admission;

namespace PodSecurity.Coverage;

/// <summary>The seccomp and AppArmor profiles that pods use, as the annotations of a policy.</summary>
internal static class ProfileAnnotations
{
    private const string SeccompPod = "seccomp.security.alpha.kubernetes.io/pod";
    private const string SeccompContainer = "container.seccomp.security.alpha.kubernetes.io/";
    private const string AppArmorContainer = "container.apparmor.security.beta.kubernetes.io/";

    public static Dictionary<string, string>? For(IEnumerable<Pod> pods, IEnumerable<PodContainer> containers)
    {
        var all = containers.ToList();
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        // The rule speaks of the pod's own profile and of each container's.
        if (Seccomp([.. pods.Select(PodSeccomp), .. all.Select(ContainerSeccomp)]) is { } seccomp)
            annotations["seccomp.security.alpha.kubernetes.io/allowedProfileNames"] = seccomp;
        if (AppArmor([.. all.Select(container => Annotation(container.Pod, AppArmorContainer + container.Container.Name))]) is { } appArmor)
            annotations["apparmor.security.beta.kubernetes.io/allowedProfileNames"] = appArmor;
        return annotations.Count == 0 ? null : annotations;
    }

    // Without the annotation no profile may be set; with a list one must be set. A mixture can only be said as "any".
    private static string? Seccomp(IReadOnlyList<string> profiles)
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
    private static string? AppArmor(IReadOnlyList<string> profiles) =>
        profiles.Count == 0 || profiles.Contains("") ? null : string.Join(',', profiles.Distinct().Order(StringComparer.Ordinal));

    private static string PodSeccomp(Pod pod) =>
        Annotation(pod, SeccompPod) is { Length: > 0 } annotation ? annotation : Name(pod.SecurityContext?.SeccompProfile);

    private static string ContainerSeccomp(PodContainer container)
    {
        if (container.Context?.SeccompProfile is { } own)
            return Name(own);
        if (container.Pod.Annotations?.TryGetValue(SeccompContainer + container.Container.Name, out var annotation) == true)
            return annotation;
        return container.Pod.SecurityContext?.SeccompProfile is { } ofPod ? Name(ofPod) : Annotation(container.Pod, SeccompPod);
    }

    private static string Annotation(Pod pod, string key) => pod.Annotations?.TryGetValue(key, out var value) == true ? value : "";

    private static string Name(SeccompProfile? profile) => profile?.Type switch
    {
        "RuntimeDefault" => "runtime/default",
        "Unconfined" => "unconfined",
        "Localhost" => $"localhost/{profile.LocalhostProfile}",
        _ => "",
    };
}

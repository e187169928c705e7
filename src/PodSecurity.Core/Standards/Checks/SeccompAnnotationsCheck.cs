using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// seccompProfile_baseline up to 1.18, when seccomp profiles were annotations. An annotation of a container that does not exist does
/// not count.
/// <para>Restricted fields: <c>metadata.annotations['seccomp.security.alpha.kubernetes.io/pod']</c> and
/// <c>metadata.annotations['container.seccomp.security.alpha.kubernetes.io/*']</c>.</para>
/// <para>Allowed values: absent, runtime/default, docker/default, localhost/*.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_seccompProfile_baseline.go.</remarks>
internal sealed class SeccompAnnotationsCheck : StandardRule
{
    // The names of the containers count only where there is something to forbid.
    public override bool Allows(Pod pod) => !pod.HasAnnotation(IsForbidden) || !Forbidden(pod).Any();

    public override Refusal Explain(Pod pod)
    {
        var annotations = Wording.Sorted(Forbidden(pod).Select(key => $"{key}={GoValue.Quote(pod.Annotations![key])}"));
        return new(
            "seccompProfile",
            $"forbidden {Wording.Plural("annotation", "annotations", annotations.Count)} {string.Join(", ", annotations)}");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        foreach (var key in Forbidden(pod).Distinct())
        {
            patch.RemoveAnnotation(key);
        }
    }

    private static IEnumerable<string> Forbidden(Pod pod) =>
        pod.AllContainers().Select(container => ProfileAnnotations.ContainerSeccompPrefix + container.Name)
            .Prepend(ProfileAnnotations.PodSeccompKey)
            .Where(key => pod.Annotations is { } annotations && annotations.TryGetValue(key, out var value) && !IsAllowed(value));

    private static bool IsForbidden(string annotation, string profile) =>
        annotation.Contains("seccomp.security.alpha.", StringComparison.Ordinal) && !IsAllowed(profile);

    private static bool IsAllowed(string profile) =>
        profile is "runtime/default" or "docker/default" || profile.StartsWith("localhost/", StringComparison.Ordinal);
}

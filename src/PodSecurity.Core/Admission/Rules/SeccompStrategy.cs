using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>
/// The policy's annotations about seccomp profiles against the annotations and fields of pod and containers. The server works on
/// annotations: a pod's field is written into its annotation. Without a list nothing may be set.
/// </summary>
internal sealed class SeccompStrategy : PolicyRule
{
    private readonly string _defaultProfile;
    private readonly ProfileList _allowed;
    private readonly bool _allowAny;

    public SeccompStrategy(IDictionary<string, string>? annotations)
    {
        var allowed = annotations is not null && annotations.TryGetValue(PspAnnotations.SeccompAllowed, out var list) ? list : null;
        _defaultProfile = annotations is not null && annotations.TryGetValue(PspAnnotations.SeccompDefault, out var profile) ? profile : "";
        _allowed = new ProfileList(allowed, Expand);
        _allowAny = allowed?.Split(',').Contains("*") == true;
    }

    public override void DefaultPod(ref EffectivePod pod, PolicyRun run)
    {
        if (!string.IsNullOrEmpty(pod.SeccompAnnotation))
            return;
        var profile = pod.Pod.SecurityContext?.SeccompProfile is { } field ? Seccomp.AnnotationFor(field) : _defaultProfile;
        if (profile.Length == 0)
            return;
        run.Change("/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod", pod.SeccompAnnotation, profile);
        pod.SeccompAnnotation = profile;
    }

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        var profile = !string.IsNullOrEmpty(pod.SeccompAnnotation) ? pod.SeccompAnnotation
            : pod.Pod.SecurityContext?.SeccompProfile is { } field ? Seccomp.AnnotationFor(field)
            : "";
        if (!Allows(profile) && run.Refuse())
            Report(ProfileAnnotations.PodSeccompKey, profile, run);
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        var profile = ProfileOf(pod, container);
        if (!Allows(profile) && run.Refuse())
            Report(ProfileAnnotations.ContainerSeccompPrefix + container.Container.Name, profile, run);
    }

    public override Fix Fix(FieldError error)
    {
        if (error.Detail.StartsWith("seccomp may not be set", StringComparison.Ordinal))
            return new("remove the seccomp profile (fields and annotations)", $"add the annotation {PspAnnotations.SeccompAllowed}: '*'");
        return new(
            $"use one of the seccomp profiles {_allowed.Text}",
            $"add the profile to the annotation {PspAnnotations.SeccompAllowed}, or let it be '*'");
    }

    /// <summary>The container's field, its annotation, the pod's field, the pod's annotation: the first that is there.</summary>
    private static string ProfileOf(in EffectivePod pod, in EffectiveContainer container)
    {
        if (container.Container.SecurityContext?.SeccompProfile is { } own)
            return Seccomp.AnnotationFor(own);
        if (pod.Pod.Profiles.Seccomp(container.Kind, container.Index) is { } annotation)
            return annotation;
        return pod.Pod.SecurityContext?.SeccompProfile is { } shared ? Seccomp.AnnotationFor(shared) : pod.SeccompAnnotation ?? "";
    }

    private bool Allows(string profile) => _allowAny || (_allowed.IsEmpty ? profile.Length == 0 : _allowed.Contains(profile));

    private void Report(string key, string profile, PolicyRun run) => run.Report(FieldError.Forbidden(
        $"pod.metadata.annotations[{key}]",
        _allowed.IsEmpty ? "seccomp may not be set" : $"{profile} is not an allowed seccomp profile. Valid values are {_allowed.Text}"));

    // docker/default is the old name of runtime/default; a policy that names one means both.
    private static IEnumerable<string> Expand(string profile) => profile switch
    {
        "*" => [],
        Seccomp.DockerDefault or Seccomp.RuntimeDefault => [Seccomp.DockerDefault, Seccomp.RuntimeDefault],
        _ => [profile],
    };
}

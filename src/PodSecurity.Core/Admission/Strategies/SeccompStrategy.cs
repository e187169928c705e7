using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Seccomp profiles. The server works on annotations: a pod's field is written into its annotation.
/// <para>Restricted: securityContext.seccompProfile of pod and containers, and the annotations seccomp.security.alpha.kubernetes.io/pod and
/// container.seccomp.security.alpha.kubernetes.io/CONTAINER.</para>
/// <para>Allowed: what the policy's annotation seccomp.security.alpha.kubernetes.io/allowedProfileNames lists, * for anything; without it
/// nothing may be set.</para>
/// <para>Default: the policy's annotation seccomp.security.alpha.kubernetes.io/defaultProfileName.</para>
/// <para>Source: seccomp/strategy.go in pkg/security/podsecuritypolicy.</para>
/// </summary>
internal sealed class SeccompStrategy : Strategy
{
    private readonly string _defaultProfile;
    private readonly ProfileList _allowed;
    private readonly bool _allowAny;

    public SeccompStrategy(StringMap annotations, bool aliases)
    {
        var allowed = annotations.TryGetValue(PspAnnotations.SeccompAllowed, out var list) ? list : null;
        _defaultProfile = annotations.TryGetValue(PspAnnotations.SeccompDefault, out var profile) ? profile : "";
        _allowed = new ProfileList(allowed, aliases ? Expand : Keep);
        _allowAny = allowed?.Split(',').Contains("*") == true;
    }

    public override void DefaultPod(ref EffectivePod pod, PolicyRun run)
    {
        if (!string.IsNullOrEmpty(pod.SeccompAnnotation))
        {
            return;
        }
        var profile = pod.Pod.SecurityContext?.SeccompProfile is { } field ? SeccompProfiles.AnnotationFor(field) : _defaultProfile;
        if (profile.Length == 0)
        {
            return;
        }
        run.Change("/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod", pod.SeccompAnnotation, profile);
        pod.SeccompAnnotation = profile;
    }

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        var profile = SeccompProfiles.OfPod(pod.Pod, pod.SeccompAnnotation);
        if (!Allows(profile))
        {
            run.Refuse(run.Collecting ? NotAllowed(ProfileAnnotations.PodSeccompKey, profile) : null);
        }
    }

    public override void ValidateContainer(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        var annotation = pod.Pod.Profiles.Seccomp(container.Kind, container.Index);
        var profile = SeccompProfiles.OfContainer(container.Container, annotation, pod.Pod, pod.SeccompAnnotation);
        if (!Allows(profile))
        {
            run.Refuse(run.Collecting ? NotAllowed(ProfileAnnotations.ContainerSeccompPrefix + container.Container.Name, profile) : null);
        }
    }

    private bool Allows(string profile) => _allowAny || (_allowed.IsEmpty ? profile.Length == 0 : _allowed.Contains(profile));

    private Refusal NotAllowed(string annotation, string profile)
    {
        var field = $"pod.metadata.annotations[{annotation}]";
        return _allowed.IsEmpty
            ? new(
                FieldError.Forbidden(field, "seccomp may not be set"),
                new(
                    _ => "remove the seccomp profile (fields and annotations)",
                    $"add the annotation {PspAnnotations.SeccompAllowed}: '*'"))
            : new(
                FieldError.Forbidden(field, $"{profile} is not an allowed seccomp profile. Valid values are {_allowed.Text}"),
                new(
                    _ => $"use one of the seccomp profiles {_allowed.Text}",
                    $"add the profile to the annotation {PspAnnotations.SeccompAllowed}, or let it be '*'"));
    }

    private static IEnumerable<string> Keep(string profile) => profile == "*" ? [] : [profile];

    // docker/default is the old name of runtime/default; since Kubernetes 1.19.4 a policy that names one means both.
    private static IEnumerable<string> Expand(string profile) => profile switch
    {
        "*" => [],
        SeccompProfiles.DockerDefault or SeccompProfiles.RuntimeDefault => [SeccompProfiles.DockerDefault, SeccompProfiles.RuntimeDefault],
        _ => [profile],
    };
}

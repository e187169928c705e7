using PodSecurity.Admission.Strategies;
using PodSecurity.Api;

namespace PodSecurity.Admission.Validation;

/// <summary>What pod validation says about seccomp: of each annotation, of each field, and of the two together.</summary>
internal static class SeccompValidation
{
    public static void ValidateAnnotations(in EffectivePod pod, PolicyRun run)
    {
        if (pod.SeccompAnnotation is { } profile)
        {
            ValidateAnnotation(ProfileAnnotations.PodSeccompKey, profile, run);
        }
        if (!pod.Pod.Profiles.Any)
        {
            return;
        }
        foreach (var (key, value) in pod.Pod.Annotations!)
        {
            if (key.StartsWith(ProfileAnnotations.ContainerSeccompPrefix, StringComparison.Ordinal))
            {
                ValidateAnnotation(key, value, run);
            }
        }
    }

    private static void ValidateAnnotation(string key, string profile, PolicyRun run)
    {
        if (SeccompProfiles.IsBuiltIn(profile))
        {
            return;
        }
        if (profile.StartsWith(SeccompProfiles.LocalhostPrefix, StringComparison.Ordinal))
        {
            ValidateDescendingPath($"metadata.annotations.{key}", profile[SeccompProfiles.LocalhostPrefix.Length..], run);
        }
        else
        {
            Refuse(run, FieldError.Invalid($"metadata.annotations.{key}", profile, "must be a valid seccomp profile"));
        }
    }

    private static void ValidateDescendingPath(string field, string path, PolicyRun run)
    {
        if (path.StartsWith('/'))
        {
            Refuse(run, FieldError.Invalid(field, path, "must be a relative path"));
        }
        if (path.Contains("..", StringComparison.Ordinal) && path.Split('/').Contains(".."))
        {
            Refuse(run, FieldError.Invalid(field, path, "must not contain '..'"));
        }
    }

    public static void ValidatePodField(in EffectivePod pod, PolicyRun run) =>
        ValidateField("spec.securityContext.seccompProfile", PodProfile(pod), run);

    public static void ValidateContainerField(in EffectivePod pod, in EffectiveContainer container, PolicyRun run)
    {
        if (ContainerProfile(pod, container) is { } profile)
        {
            ValidateField(container.Field("securityContext.seccompProfile"), profile, run);
        }
    }

    private static void ValidateField(string field, SeccompProfile? profile, PolicyRun run)
    {
        switch (profile)
        {
            case null or { Type: "RuntimeDefault" or "Unconfined", LocalhostProfile: null }:
                return;
            case { Type: "" }:
                Refuse(run, FieldError.Required($"{field}.type", "type is required when seccompProfile is set"));
                break;
            case { Type: not ("Localhost" or "RuntimeDefault" or "Unconfined") }:
                Refuse(run, FieldError.NotSupported($"{field}.type", profile.Type, ["Localhost", "RuntimeDefault", "Unconfined"]));
                break;
        }
        ValidateLocalhostProfile($"{field}.localhostProfile", profile, run);
    }

    private static void ValidateLocalhostProfile(string field, SeccompProfile profile, PolicyRun run)
    {
        switch (profile)
        {
            case { Type: "Localhost", LocalhostProfile: { } path }:
                ValidateDescendingPath(field, path, run);
                break;
            case { Type: "Localhost" }:
                Refuse(run, FieldError.Required(field, "must be set when seccomp type is Localhost"));
                break;
            case { LocalhostProfile: { } path }:
                var printed = GoValue.Raw(
                    $"core.SeccompProfile{{Type:{GoValue.Quote(profile.Type)}, LocalhostProfile:{GoValue.Quote(path)}}}");
                Refuse(run, FieldError.Invalid(field, printed, "can only be set when seccomp type is Localhost"));
                break;
        }
    }

    /// <summary>Where both the field and the annotation are given they must say the same.</summary>
    public static void ValidatePairs(in EffectivePod pod, PolicyRun run)
    {
        ValidatePair("spec.securityContext", pod.Pod.SecurityContext?.SeccompProfile, pod.SeccompAnnotation, run);
        ValidatePairs(pod.Pod, pod.Pod.InitContainers, ContainerKind.Init, "initContainers", run);
        ValidatePairs(pod.Pod, pod.Pod.Containers, ContainerKind.Regular, "containers", run);
    }

    private static void ValidatePairs(Pod pod, IReadOnlyList<Container> containers, ContainerKind kind, string list, PolicyRun run)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].SecurityContext?.SeccompProfile is { } field && pod.Profiles.Seccomp(kind, i) is { } annotation)
            {
                ValidatePair($"spec.{list}[{i}].securityContext", field, annotation, run);
            }
        }
    }

    private static void ValidatePair(string context, SeccompProfile? field, string? annotation, PolicyRun run)
    {
        if (field is null || annotation is null)
        {
            return;
        }
        var isLocalhost = annotation.StartsWith(SeccompProfiles.LocalhostPrefix, StringComparison.Ordinal);
        var sameType = field.Type switch
        {
            "Unconfined" => annotation == SeccompProfiles.Unconfined,
            "RuntimeDefault" => annotation is SeccompProfiles.RuntimeDefault or SeccompProfiles.DockerDefault,
            "Localhost" => isLocalhost,
            _ => true,
        };
        if (!sameType)
        {
            Refuse(run, FieldError.Forbidden($"{context}.seccompProfile.type", "seccomp type in annotation and field must match"));
        }
        else if (field.Type == "Localhost" && field.LocalhostProfile != annotation[SeccompProfiles.LocalhostPrefix.Length..])
        {
            Refuse(run, FieldError.Forbidden(
                $"{context}.seccompProfile.localhostProfile", "seccomp profile in annotation and field must match"));
        }
    }

    private static void Refuse(PolicyRun run, FieldError error) => run.Refuse(PodValidation.Incorrect(error));

    // Before validation the server writes the field from the annotation where only that is given.
    public static SeccompProfile? PodProfile(in EffectivePod pod) =>
        pod.Pod.SecurityContext?.SeccompProfile ?? (pod.SeccompAnnotation is { } annotation ? SeccompProfiles.FieldFor(annotation) : null);

    public static SeccompProfile? ContainerProfile(in EffectivePod pod, in EffectiveContainer container) =>
        container.Container.SecurityContext?.SeccompProfile
        ?? (pod.Pod.Profiles.Seccomp(container.Kind, container.Index) is { } annotation ? SeccompProfiles.FieldFor(annotation) : null);
}

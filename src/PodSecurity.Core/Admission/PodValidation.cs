namespace PodSecurity.Admission;

/// <summary>
/// What pod validation, which comes after admission, refuses in the fields that a policy can set: a policy can admit and change a pod
/// so that nobody can create it. Other faults of a pod are not looked for.
/// </summary>
internal static class PodValidation
{
    private const long MaxID = int.MaxValue;
    private static readonly PolicyRule Rule = new ValidationRule();

    /// <summary>Judges the pod as the policy leaves it; errors go into the run, in the server's order.</summary>
    public static void Validate(CompiledPolicy policy, Pod pod, Volume? tokenVolume, PolicyRun run)
    {
        var effective = policy.Default(pod, tokenVolume, run);
        run.Rule = Rule;
        ValidateSeccompAnnotations(effective, run);
        ValidateAppArmorAnnotations(policy, effective, run);
        ValidateContainers(policy, effective, pod.Containers, ContainerKind.Regular, run);
        ValidateContainers(policy, effective, pod.InitContainers, ContainerKind.Init, run);
        ValidatePodContext(effective, run);
        ValidateSeccompPairs(effective, run);
    }

    private static void ValidateSeccompAnnotations(in EffectivePod pod, PolicyRun run)
    {
        if (pod.SeccompAnnotation is { } profile)
            ValidateSeccompAnnotation(ProfileAnnotations.PodSeccompKey, profile, run);
        if (!pod.Pod.Profiles.Any)
            return;
        foreach (var (key, value) in pod.Pod.Annotations!)
        {
            if (key.StartsWith(ProfileAnnotations.ContainerSeccompPrefix, StringComparison.Ordinal))
                ValidateSeccompAnnotation(key, value, run);
        }
    }

    private static void ValidateSeccompAnnotation(string key, string profile, PolicyRun run)
    {
        if (profile is Seccomp.RuntimeDefault or Seccomp.DockerDefault or Seccomp.Unconfined)
            return;
        if (profile.StartsWith(Seccomp.LocalhostPrefix, StringComparison.Ordinal))
            ValidateDescendingPath($"metadata.annotations.{key}", profile[Seccomp.LocalhostPrefix.Length..], run);
        else if (run.Refuse())
            run.Report(FieldError.Invalid($"metadata.annotations.{key}", profile, "must be a valid seccomp profile"));
    }

    private static void ValidateDescendingPath(string field, string path, PolicyRun run)
    {
        if (path.StartsWith('/') && run.Refuse())
            run.Report(FieldError.Invalid(field, path, "must be a relative path"));
        if (path.Contains("..", StringComparison.Ordinal) && path.Split('/').Contains("..") && run.Refuse())
            run.Report(FieldError.Invalid(field, path, "must not contain '..'"));
    }

    private static void ValidateAppArmorAnnotations(CompiledPolicy policy, in EffectivePod pod, PolicyRun run)
    {
        ValidateAppArmor(policy, pod, pod.Pod.InitContainers, ContainerKind.Init, run);
        ValidateAppArmor(policy, pod, pod.Pod.Containers, ContainerKind.Regular, run);
        ValidateAppArmor(policy, pod, pod.Pod.EphemeralContainers, ContainerKind.Ephemeral, run);
        if (!pod.Pod.Profiles.Any)
            return;
        foreach (var (key, profile) in pod.Pod.Annotations!)
        {
            if (!key.StartsWith(ProfileAnnotations.ContainerAppArmorPrefix, StringComparison.Ordinal))
                continue;
            var name = key[ProfileAnnotations.ContainerAppArmorPrefix.Length..];
            if (!HasContainer(pod.Pod, name) && !pod.Pod.EphemeralContainers.Any(container => container.Name == name))
                ValidateAppArmor(pod.Pod, name, profile, run);
        }
    }

    private static void ValidateAppArmor(
        CompiledPolicy policy, in EffectivePod pod, IReadOnlyList<Container> containers, ContainerKind kind, PolicyRun run)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            if (policy.Default(pod, containers[i], kind, i, run).AppArmorAnnotation is { } profile)
                ValidateAppArmor(pod.Pod, containers[i].Name, profile, run);
        }
    }

    // Ephemeral containers are gone by now, while annotations made for them stay.
    private static void ValidateAppArmor(Pod pod, string container, string profile, PolicyRun run)
    {
        if (!HasContainer(pod, container) && run.Refuse())
            run.Report(FieldError.Invalid(AppArmorField(container), container, "container not found"));
        var known = profile is "" or "runtime/default" or "unconfined" || profile.StartsWith("localhost/", StringComparison.Ordinal);
        if (!known && run.Refuse())
            run.Report(FieldError.Invalid(AppArmorField(container), profile, $"invalid AppArmor profile name: {GoValue.Quote(profile)}"));
    }

    private static string AppArmorField(string container) => $"metadata.annotations[{ProfileAnnotations.ContainerAppArmorPrefix}{container}]";

    private static bool HasContainer(Pod pod, string name) => Has(pod.Containers, name) || Has(pod.InitContainers, name);

    private static bool Has(IReadOnlyList<Container> containers, string name)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].Name == name)
                return true;
        }

        return false;
    }

    private static void ValidateContainers(
        CompiledPolicy policy, in EffectivePod pod, IReadOnlyList<Container> containers, ContainerKind kind, PolicyRun run)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var container = policy.Default(pod, containers[i], kind, i, run);
            var own = containers[i].SecurityContext;
            // A value that equals the pod's is the pod's, and is judged there.
            ValidateID(container, "runAsUser", own?.RunAsUser ?? Defaulted(container.RunAsUser, pod.Pod.SecurityContext?.RunAsUser), run);
            ValidateID(container, "runAsGroup", own?.RunAsGroup ?? Defaulted(container.RunAsGroup, pod.Pod.SecurityContext?.RunAsGroup), run);
            ValidateSeccompField(container, ContainerSeccomp(pod, container), run);
            ValidatePrivileges(container, run);
        }
    }

    private static long? Defaulted(long? effective, long? shared) => shared is null ? effective : null;

    private static void ValidateID(in EffectiveContainer container, string name, long? id, PolicyRun run)
    {
        if (id is < 0 or > MaxID && run.Refuse())
            run.Report(OutOfRange(container.Field($"securityContext.{name}"), id.Value));
    }

    private static void ValidatePrivileges(in EffectiveContainer container, PolicyRun run)
    {
        if (container.AllowPrivilegeEscalation != false)
            return;
        if (container.Privileged && run.Refuse())
            run.Report(Contradiction(container, "`privileged` to true"));
        var added = container.Capabilities?.Add;
        for (var i = 0; i < added?.Count; i++)
        {
            if (added[i] == "CAP_SYS_ADMIN" && run.Refuse())
                run.Report(Contradiction(container, "`capabilities.Add` CAP_SYS_ADMIN"));
        }
    }

    private static FieldError Contradiction(in EffectiveContainer container, string what) => FieldError.Invalid(
        container.Field("securityContext"), Print(container), $"cannot set `allowPrivilegeEscalation` to false and {what}");

    // The server prints its struct here, with the addresses of most values; these are the values.
    private static GoValue Print(in EffectiveContainer container)
    {
        var fields = new List<string>();
        if (container.Capabilities is { } capabilities)
            fields.Add($"Capabilities:{{Add:{GoValue.Slice("core.Capability", capabilities.Add)}, Drop:{GoValue.Slice("core.Capability", capabilities.Drop)}}}");
        if (container.Container.SecurityContext?.Privileged is { } privileged)
            fields.Add($"Privileged:{((GoValue)privileged).Text}");
        fields.Add("AllowPrivilegeEscalation:false");
        return GoValue.Raw($"core.SecurityContext{{{string.Join(", ", fields)}}}");
    }

    private static void ValidatePodContext(in EffectivePod pod, PolicyRun run)
    {
        ValidateID("fsGroup", pod.FSGroup, run);
        ValidateID("runAsUser", pod.Pod.SecurityContext?.RunAsUser, run);
        ValidateID("runAsGroup", pod.Pod.SecurityContext?.RunAsGroup, run);
        for (var i = 0; i < pod.SupplementalGroups?.Count; i++)
        {
            if (pod.SupplementalGroups[i] is < 0 or > MaxID && run.Refuse())
                run.Report(OutOfRange($"spec.securityContext.supplementalGroups[{i}]", pod.SupplementalGroups[i]));
        }

        ValidateSeccompField("spec.securityContext.seccompProfile", PodSeccomp(pod), run);
    }

    private static void ValidateID(string name, long? id, PolicyRun run)
    {
        if (id is < 0 or > MaxID && run.Refuse())
            run.Report(OutOfRange($"spec.securityContext.{name}", id.Value));
    }

    private static FieldError OutOfRange(string field, long id) =>
        FieldError.Invalid(field, id, $"must be between 0 and {MaxID}, inclusive");

    private static void ValidateSeccompField(in EffectiveContainer container, SeccompProfile? profile, PolicyRun run)
    {
        if (profile is not null)
            ValidateSeccompField(container.Field("securityContext.seccompProfile"), profile, run);
    }

    private static void ValidateSeccompField(string field, SeccompProfile? profile, PolicyRun run)
    {
        switch (profile)
        {
            case null or { Type: "RuntimeDefault" or "Unconfined", LocalhostProfile: null }:
                return;
            case { Type: "" } when run.Refuse():
                run.Report(FieldError.Required($"{field}.type", "type is required when seccompProfile is set"));
                break;
            case { Type: not ("Localhost" or "RuntimeDefault" or "Unconfined" or "") } when run.Refuse():
                run.Report(FieldError.NotSupported($"{field}.type", profile.Type, ["Localhost", "RuntimeDefault", "Unconfined"]));
                break;
        }

        if (profile.Type != "Localhost")
        {
            if (profile.LocalhostProfile is { } path && run.Refuse())
            {
                run.Report(FieldError.Invalid(
                    $"{field}.localhostProfile",
                    GoValue.Raw($"core.SeccompProfile{{Type:{GoValue.Quote(profile.Type)}, LocalhostProfile:{GoValue.Quote(path)}}}"),
                    "can only be set when seccomp type is Localhost"));
            }
        }
        else if (profile.LocalhostProfile is { } path)
        {
            ValidateDescendingPath($"{field}.localhostProfile", path, run);
        }
        else if (run.Refuse())
        {
            run.Report(FieldError.Required($"{field}.localhostProfile", "must be set when seccomp type is Localhost"));
        }
    }

    /// <summary>Where both the field and the annotation are given they must say the same.</summary>
    private static void ValidateSeccompPairs(in EffectivePod pod, PolicyRun run)
    {
        ValidateSeccompPair("spec.securityContext", pod.Pod.SecurityContext?.SeccompProfile, pod.SeccompAnnotation, run);
        ValidateSeccompPairs(pod.Pod, pod.Pod.InitContainers, ContainerKind.Init, "initContainers", run);
        ValidateSeccompPairs(pod.Pod, pod.Pod.Containers, ContainerKind.Regular, "containers", run);
    }

    private static void ValidateSeccompPairs(Pod pod, IReadOnlyList<Container> containers, ContainerKind kind, string list, PolicyRun run)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].SecurityContext?.SeccompProfile is { } field && pod.Profiles.Seccomp(kind, i) is { } annotation)
                ValidateSeccompPair($"spec.{list}[{i}].securityContext", field, annotation, run);
        }
    }

    private static void ValidateSeccompPair(string context, SeccompProfile? field, string? annotation, PolicyRun run)
    {
        if (field is null || annotation is null)
            return;
        var isLocalhost = annotation.StartsWith(Seccomp.LocalhostPrefix, StringComparison.Ordinal);
        var sameType = field.Type switch
        {
            "Unconfined" => annotation == Seccomp.Unconfined,
            "RuntimeDefault" => annotation is Seccomp.RuntimeDefault or Seccomp.DockerDefault,
            "Localhost" => isLocalhost,
            _ => true,
        };
        if (!sameType)
        {
            if (run.Refuse())
                run.Report(FieldError.Forbidden($"{context}.seccompProfile.type", "seccomp type in annotation and field must match"));
        }
        else if (field.Type == "Localhost" && field.LocalhostProfile != annotation[Seccomp.LocalhostPrefix.Length..] && run.Refuse())
        {
            run.Report(FieldError.Forbidden(
                $"{context}.seccompProfile.localhostProfile", "seccomp profile in annotation and field must match"));
        }
    }

    // Before validation the server writes the field from the annotation where only that is given.
    private static SeccompProfile? PodSeccomp(in EffectivePod pod) =>
        pod.Pod.SecurityContext?.SeccompProfile ?? (pod.SeccompAnnotation is { } annotation ? Seccomp.FieldFor(annotation) : null);

    private static SeccompProfile? ContainerSeccomp(in EffectivePod pod, in EffectiveContainer container) =>
        container.Container.SecurityContext?.SeccompProfile
        ?? (pod.Pod.Profiles.Seccomp(container.Kind, container.Index) is { } annotation ? Seccomp.FieldFor(annotation) : null);

    /// <summary>Stands for pod validation where errors are explained.</summary>
    private sealed class ValidationRule : PolicyRule
    {
        public override Fix Fix(FieldError error)
        {
            if (error.Detail.EndsWith("CAP_SYS_ADMIN", StringComparison.Ordinal))
            {
                return new(
                    $"remove CAP_SYS_ADMIN from {error.Field}.capabilities.add (SYS_ADMIN is the name without this check)",
                    "set spec.allowPrivilegeEscalation: true and no default for it, or take CAP_SYS_ADMIN out of spec.defaultAddCapabilities,");
            }

            if (error.Detail.EndsWith("`privileged` to true", StringComparison.Ordinal))
            {
                return new(
                    $"set {error.Field}.privileged to false (or {error.Field}.allowPrivilegeEscalation to true)",
                    "set spec.allowPrivilegeEscalation: true and no default for it");
            }

            return new($"correct {error.Field}: {error.Detail}", "set a default that the API server accepts");
        }
    }
}

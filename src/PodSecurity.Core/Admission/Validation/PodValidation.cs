using PodSecurity.Admission.Strategies;
using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Admission.Validation;

/// <summary>
/// What pod validation, which comes after admission, refuses in the fields that a policy can set: a policy can admit and change a pod
/// so that nobody can create it. Other faults of a pod are not looked for.
/// <para>Source: pkg/apis/core/validation/validation.go.</para>
/// </summary>
internal static class PodValidation
{
    private const long MaxID = int.MaxValue;

    /// <summary>Judges the pod as the policy leaves it; refusals go into the run, in the server's order.</summary>
    public static void Validate(CompiledPolicy policy, Pod pod, Volume? tokenVolume, PolicyRun run)
    {
        var effective = policy.Default(pod, tokenVolume, run);
        SeccompValidation.ValidateAnnotations(effective, run);
        AppArmorValidation.Validate(policy, effective, run);
        VolumeValidation.Validate(policy, pod, run);
        ValidateContainers(policy, effective, pod.Containers, ContainerKind.Regular, run);
        ValidateContainers(policy, effective, pod.InitContainers, ContainerKind.Init, run);
        ValidateHostNetwork(pod, run);
        ValidatePodContext(policy, effective, run);
        WindowsValidation.ValidateHostProcess(policy, pod, run);
        WindowsValidation.ValidateOS(policy, effective, run);
        ValidateEphemeralContainers(policy, pod, run);
        SeccompValidation.ValidatePairs(effective, run);
    }

    /// <summary>The refusal of a value that is wrong in itself.</summary>
    public static Refusal Incorrect(FieldError error) => new(
        error, new(at => $"correct {at}{error.Field}: {error.Detail}", "set a default that the API server accepts"));

    private static void ValidateContainers(
        CompiledPolicy policy, in EffectivePod pod, IReadOnlyList<Container> containers, ContainerKind kind, PolicyRun run)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var container = policy.Default(pod, containers[i], kind, i, run);
            var own = containers[i].SecurityContext;
            // A value that equals the pod's is the pod's, and is judged there.
            VolumeValidation.ValidateMounts(policy, pod.Pod, container, run);
            ValidateID(container, "runAsUser", own?.RunAsUser ?? Defaulted(container.RunAsUser, pod.Pod.SecurityContext?.RunAsUser), run);
            ValidateID(container, "runAsGroup", own?.RunAsGroup ?? Defaulted(container.RunAsGroup, pod.Pod.SecurityContext?.RunAsGroup),
                run);
            if (policy.KnowsSeccompFields)
            {
                SeccompValidation.ValidateContainerField(pod, container, run);
            }
            ValidatePrivileges(container, run);
        }
    }

    private static long? Defaulted(long? effective, long? shared) => shared is null ? effective : null;

    private static void ValidateID(in EffectiveContainer container, string name, long? id, PolicyRun run)
    {
        if (id is < 0 or > MaxID)
        {
            run.Refuse(OutOfRange(container.Field($"securityContext.{name}"), id.Value));
        }
    }

    private static void ValidatePrivileges(in EffectiveContainer container, PolicyRun run)
    {
        if (container.AllowPrivilegeEscalation != false)
        {
            return;
        }
        if (container.Privileged)
        {
            run.Refuse(PrivilegedWithoutEscalation(container));
        }
        var added = container.Capabilities?.Add;
        for (var i = 0; i < added?.Count; i++)
        {
            if (added[i] == "CAP_SYS_ADMIN")
            {
                run.Refuse(AdminWithoutEscalation(container));
            }
        }
    }

    private static Refusal PrivilegedWithoutEscalation(in EffectiveContainer container)
    {
        var context = container.Field("securityContext");
        return new(
            Contradiction(container, "`privileged` to true"),
            new(
                at => $"set {at}{context}.privileged to false (or {at}{context}.allowPrivilegeEscalation to true)",
                "set spec.allowPrivilegeEscalation: true and no default for it"));
    }

    private static Refusal AdminWithoutEscalation(in EffectiveContainer container)
    {
        var context = container.Field("securityContext");
        return new(
            Contradiction(container, "`capabilities.Add` CAP_SYS_ADMIN"),
            new(
                at => $"remove CAP_SYS_ADMIN from {at}{context}.capabilities.add (SYS_ADMIN is the name without this check)",
                "set spec.allowPrivilegeEscalation: true and no default for it, or take CAP_SYS_ADMIN out of "
                + "spec.defaultAddCapabilities,"));
    }

    private static FieldError Contradiction(in EffectiveContainer container, string what) => FieldError.Invalid(
        container.Field("securityContext"), Print(container), $"cannot set `allowPrivilegeEscalation` to false and {what}");

    // The server prints its struct here, with the addresses of most values; these are the values.
    private static GoValue Print(in EffectiveContainer container)
    {
        var fields = new List<string>();
        if (container.Capabilities is { } capabilities)
        {
            fields.Add($"Capabilities:{{Add:{GoValue.Slice("core.Capability", capabilities.Add)}, "
                + $"Drop:{GoValue.Slice("core.Capability", capabilities.Drop)}}}");
        }
        if (container.Container.SecurityContext?.Privileged is { } privileged)
        {
            fields.Add($"Privileged:{((GoValue)privileged).Text}");
        }
        fields.Add("AllowPrivilegeEscalation:false");
        return GoValue.Raw($"core.SecurityContext{{{string.Join(", ", fields)}}}");
    }

    private static void ValidateHostNetwork(Pod pod, PolicyRun run)
    {
        for (var i = 0; pod.HostNetwork && i < pod.Containers.Count; i++)
        {
            var ports = pod.Containers[i].Ports;
            for (var j = 0; j < ports.Count; j++)
            {
                if (pod.HostPortOf(ports[j]) != ports[j].ContainerPortNumber)
                {
                    run.Refuse(Incorrect(FieldError.Invalid(
                        $"spec.containers[{i}].ports[{j}].containerPort",
                        ports[j].ContainerPortNumber,
                        "must match `hostPort` when `hostNetwork` is true")));
                }
            }
        }
    }

    // Only an update of a subresource may add them; where they are switched off they are dropped before.
    private static void ValidateEphemeralContainers(CompiledPolicy policy, Pod pod, PolicyRun run)
    {
        if (pod.EphemeralContainers.Count > 0 && policy.Release.Has(ReleaseFeatures.EphemeralContainers))
        {
            run.Refuse(new(
                FieldError.Forbidden("spec.ephemeralContainers", "cannot be set on create"),
                new(at => $"remove {at}spec.ephemeralContainers", "nothing helps: no policy is asked,")));
        }
    }

    private static void ValidatePodContext(CompiledPolicy policy, in EffectivePod pod, PolicyRun run)
    {
        ValidateID("fsGroup", pod.FSGroup, run);
        ValidateID("runAsUser", pod.Pod.SecurityContext?.RunAsUser, run);
        ValidateID("runAsGroup", pod.Pod.SecurityContext?.RunAsGroup, run);
        for (var i = 0; i < pod.SupplementalGroups?.Count; i++)
        {
            if (pod.SupplementalGroups[i] is < 0 or > MaxID)
            {
                run.Refuse(OutOfRange($"spec.securityContext.supplementalGroups[{i}]", pod.SupplementalGroups[i]));
            }
        }
        if (policy.KnowsSeccompFields)
        {
            SeccompValidation.ValidatePodField(pod, run);
        }
    }

    private static void ValidateID(string name, long? id, PolicyRun run)
    {
        if (id is < 0 or > MaxID)
        {
            run.Refuse(OutOfRange($"spec.securityContext.{name}", id.Value));
        }
    }

    private static Refusal OutOfRange(string field, long id) =>
        Incorrect(FieldError.Invalid(field, id, $"must be between 0 and {MaxID}, inclusive"));
}

using PodSecurity.Admission.Strategies;
using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Admission.Validation;

/// <summary>
/// What pod validation says of Windows pods: hostProcess and what it needs, and the Linux fields that a pod with os.name windows must not
/// have.
/// </summary>
/// <remarks>
/// Source: validateWindowsHostProcessPod of 1.22, validateWindows of 1.25 (pkg/apis/core/validation/validation.go).
/// </remarks>
internal static class WindowsValidation
{
    private const string Off = "when feature gate 'WindowsHostProcessContainers' is not enabled";
    private const string NoPolicy = "nothing helps: no policy is asked,";

    public static void ValidateHostProcess(CompiledPolicy policy, Pod pod, PolicyRun run)
    {
        if (!policy.Release.Has(ReleaseFeatures.HostProcessField) || !HasHostProcess(pod))
        {
            return;
        }
        if (policy.Release.Has(ReleaseFeatures.HostProcessContainers))
        {
            ValidateUse(pod, run);
        }
        else
        {
            ValidateOff(pod, run);
        }
    }

    private static bool HasHostProcess(Pod pod) => pod.SecurityContext?.HostProcess is not null
        || pod.InitContainers.Any(IsSet) || pod.Containers.Any(IsSet);

    private static bool IsSet(Container container) => container.SecurityContext?.HostProcess is not null;

    // The value of the pod, be it false, ends the search.
    private static void ValidateOff(Pod pod, PolicyRun run)
    {
        if (pod.SecurityContext?.HostProcess is not null)
        {
            Refuse(run, FieldError.Forbidden("spec.securityContext.windowsOptions.hostProcess", $"not allowed {Off}"));
            return;
        }
        foreach (var (container, path) in Containers(pod).Where(item => IsSet(item.Container)))
        {
            Refuse(run, FieldError.Forbidden($"{path}.securityContext.windowsOptions.hostProcess", $"not allowed {Off}"));
        }
        if (Containers(pod).Any(item => item.Container.SecurityContext?.HostProcess == true))
        {
            Refuse(run, FieldError.Forbidden("spec", $"pod must not contain Windows hostProcess containers {Off}"));
        }
    }

    private static void ValidateUse(Pod pod, PolicyRun run)
    {
        var ofPod = pod.SecurityContext?.HostProcess;
        foreach (var (container, path) in Containers(pod))
        {
            if (ofPod is { } shared && container.SecurityContext?.HostProcess is { } own && own != shared)
            {
                Refuse(run, FieldError.Invalid($"{path}.securityContext.windowsOptions.hostProcess", own,
                    $"pod hostProcess value must be identical if both are specified, was {(shared ? "true" : "false")}"));
            }
        }
        var all = Containers(pod).Select(item => item.Container.SecurityContext?.HostProcess ?? ofPod == true).ToArray();
        if (!all.Contains(true))
        {
            return;
        }
        if (all.Contains(false))
        {
            Refuse(run, FieldError.Invalid(
                "spec", "", "If pod contains any hostProcess containers then all containers must be HostProcess containers"));
        }
        if (!pod.HostNetwork)
        {
            Refuse(run, FieldError.Invalid(
                "spec.hostNetwork", false, "hostNetwork must be true if pod contains any hostProcess containers"));
        }
    }

    /// <summary>The Linux fields of the pod as the policy leaves it.</summary>
    public static void ValidateOS(CompiledPolicy policy, in EffectivePod pod, PolicyRun run)
    {
        if (pod.Pod.OSName != "windows" || !policy.Release.Has(ReleaseFeatures.PodOS))
        {
            return;
        }
        var context = pod.Pod.SecurityContext;
        RefuseSet(run, "spec.securityContext",
            ("seLinuxOptions", pod.SELinux is not null),
            ("hostPID", pod.Pod.HostPID),
            ("hostIPC", pod.Pod.HostIPC),
            ("seccompProfile", SeccompValidation.PodProfile(pod) is not null),
            ("fsGroup", pod.FSGroup is not null),
            ("sysctls", context?.Sysctls is not null),
            ("runAsUser", context?.RunAsUser is not null),
            ("runAsGroup", context?.RunAsGroup is not null),
            ("supplementalGroups", pod.SupplementalGroups is { Count: > 0 }));
        ValidateContainers(policy, pod, pod.Pod.InitContainers, ContainerKind.Init, run);
        ValidateContainers(policy, pod, pod.Pod.Containers, ContainerKind.Regular, run);
    }

    private static void ValidateContainers(
        CompiledPolicy policy, in EffectivePod pod, IReadOnlyList<Container> containers, ContainerKind kind, PolicyRun run)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var container = policy.Default(pod, containers[i], kind, i, run);
            var (own, shared) = (containers[i].SecurityContext, pod.Pod.SecurityContext);
            RefuseSet(run, container.Field("securityContext"),
                ("seLinuxOptions", own?.SELinuxOptions is not null),
                ("seccompProfile", SeccompValidation.ContainerProfile(pod, container) is not null),
                ("capabilities", container.Capabilities is not null),
                ("readOnlyRootFilesystem", container.ReadOnlyRootFilesystem is not null),
                ("privileged", own?.Privileged is not null),
                ("allowPrivilegeEscalation", container.AllowPrivilegeEscalation is not null),
                ("procMount", own?.ProcMount is not null),
                ("runAsUser", own?.RunAsUser is not null || (shared?.RunAsUser is null && container.RunAsUser is not null)),
                ("runAsGroup", own?.RunAsGroup is not null || (shared?.RunAsGroup is null && container.RunAsGroup is not null)));
        }
    }

    private static void RefuseSet(PolicyRun run, string path, params ReadOnlySpan<(string Name, bool IsSet)> fields)
    {
        foreach (var (name, isSet) in fields)
        {
            if (isSet)
            {
                run.Refuse(new(
                    FieldError.Forbidden($"{path}.{name}", "cannot be set for a windows pod"),
                    new(at => $"remove {at}{path}.{name}", "give Windows pods a policy that sets no Linux fields instead,")));
            }
        }
    }

    private static IEnumerable<(Container Container, string Path)> Containers(Pod pod) =>
        pod.InitContainers.Select((container, index) => (container, $"spec.initContainers[{index}]"))
            .Concat(pod.Containers.Select((container, index) => (container, $"spec.containers[{index}]")));

    private static void Refuse(PolicyRun run, FieldError error) => run.Refuse(new(
        error, new(at => $"correct {at}{error.Field}: {error.Detail}", NoPolicy)));
}

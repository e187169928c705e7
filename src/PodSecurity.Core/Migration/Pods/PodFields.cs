using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Migration.Pods;

/// <summary>
/// All that a pod says in the fields that policies can see, field by field, so that two pods can be compared. Values are bool, long, text,
/// or lists of texts or numbers. A seccomp or AppArmor profile is one value, be it written as a field or as an annotation.
/// </summary>
internal static class PodFields
{
    private static readonly (string Name, Func<Pod, object?> Value)[] OfPod =
    [
        ("hostNetwork", pod => pod.HostNetwork ? true : null),
        ("hostPID", pod => pod.HostPID ? true : null),
        ("hostIPC", pod => pod.HostIPC ? true : null),
        ("hostUsers", pod => pod.HostUsers),
        ("runtimeClassName", pod => pod.RuntimeClassName),
        ("securityContext.seLinuxOptions", pod => pod.SecurityContext?.SELinuxOptions?.ToString()),
        ("securityContext.runAsUser", pod => pod.SecurityContext?.RunAsUser),
        ("securityContext.runAsGroup", pod => pod.SecurityContext?.RunAsGroup),
        ("securityContext.runAsNonRoot", pod => pod.SecurityContext?.RunAsNonRoot),
        ("securityContext.supplementalGroups", pod => pod.SecurityContext?.SupplementalGroups),
        ("securityContext.fsGroup", pod => pod.SecurityContext?.FSGroup),
        ("securityContext.sysctls", pod => pod.SecurityContext?.Sysctls?.Select(sysctl => $"{sysctl.Name}={sysctl.Value}").ToArray()),
        ("securityContext.appArmorProfile", pod => pod.SecurityContext?.AppArmorProfile?.ToString()),
        ("securityContext.windowsOptions.hostProcess", pod => pod.SecurityContext?.HostProcess),
    ];

    private static readonly (string Name, Func<ContainerSecurityContext, object?> Value)[] OfContainer =
    [
        ("privileged", context => context.Privileged),
        ("capabilities.add", context => context.Capabilities?.Add),
        ("capabilities.drop", context => context.Capabilities?.Drop),
        ("seLinuxOptions", context => context.SELinuxOptions?.ToString()),
        ("runAsUser", context => context.RunAsUser),
        ("runAsGroup", context => context.RunAsGroup),
        ("runAsNonRoot", context => context.RunAsNonRoot),
        ("readOnlyRootFilesystem", context => context.ReadOnlyRootFilesystem),
        ("allowPrivilegeEscalation", context => context.AllowPrivilegeEscalation),
        ("procMount", context => context.ProcMount == "Default" ? null : context.ProcMount),
        ("windowsOptions.hostProcess", context => context.HostProcess),
    ];

    /// <summary>The fields that are set. The volume of the service account's token, which every new pod gets anew, is left out.</summary>
    public static Dictionary<PodField, object> Of(Pod pod)
    {
        var fields = new Dictionary<PodField, object>();
        foreach (var (name, value) in OfPod)
        {
            Add(fields, PodField.OfPod(name), value(pod));
        }
        Add(fields, PodField.OfAnnotation(ProfileAnnotations.PodSeccompKey), SeccompOf(pod));
        AddContainers(fields, pod, "initContainers", ContainerKind.Init, pod.InitContainers);
        AddContainers(fields, pod, "containers", ContainerKind.Regular, pod.Containers);
        AddContainers(fields, pod, "ephemeralContainers", ContainerKind.Ephemeral, pod.EphemeralContainers);
        var token = ServiceAccountToken.Existing(pod);
        foreach (var volume in pod.Volumes.Where(volume => volume.Name != token))
        {
            fields[new("volumes", volume.Name, "")] = volume.Kind;
        }
        return fields;
    }

    /// <summary>Whether two values say the same; the order of names and numbers does not matter.</summary>
    public static bool Same(object? one, object? other) => (one, other) switch
    {
        (null, null) => true,
        (IEnumerable<string> names, IEnumerable<string> others) => names.ToHashSet().SetEquals(others),
        (IEnumerable<long> ids, IEnumerable<long> others) => ids.ToHashSet().SetEquals(others),
        _ => Equals(one, other),
    };

    private static void AddContainers(
        Dictionary<PodField, object> fields, Pod pod, string list, ContainerKind kind, IReadOnlyList<Container> containers)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var container = containers[i];
            fields[new(list, container.Name, "")] = "container";
            foreach (var (name, value) in container.SecurityContext is null ? [] : OfContainer)
            {
                Add(fields, new(list, container.Name, $"securityContext.{name}"), value(container.SecurityContext!));
            }
            var ports = container.Ports.Select(port => (long)pod.HostPortOf(port)).Where(port => port != 0).ToArray();
            Add(fields, new(list, container.Name, "ports.hostPort"), ports.Length == 0 ? null : ports);
            var seccomp = container.SecurityContext?.SeccompProfile is { } own ? SeccompProfiles.AnnotationFor(own) : pod.Profiles.Seccomp(
                kind, i);
            Add(fields, PodField.OfAnnotation(ProfileAnnotations.ContainerSeccompPrefix + container.Name), Plain(seccomp));
            var appArmor = pod.Profiles.AppArmor(kind, i) ?? container.SecurityContext?.AppArmorProfile?.ToString();
            Add(fields, PodField.OfAnnotation(ProfileAnnotations.ContainerAppArmorPrefix + container.Name), appArmor);
        }
    }

    private static string? SeccompOf(Pod pod) => Plain(SeccompProfiles.OfPod(pod, pod.Profiles.PodSeccomp));

    /// <summary>Both names of the runtime's profile are one.</summary>
    public static string? Plain(string? profile) =>
        string.IsNullOrEmpty(profile) ? null : profile == SeccompProfiles.DockerDefault ? SeccompProfiles.RuntimeDefault : profile;

    private static void Add(Dictionary<PodField, object> fields, PodField field, object? value)
    {
        if (value is not null and not IReadOnlyCollection<string> { Count: 0 } and not IReadOnlyCollection<long> { Count: 0 })
        {
            fields[field] = value;
        }
    }
}

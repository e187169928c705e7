using PodSecurity.Api;

namespace PodSecurity.Migration.Pods;

/// <summary>
/// Pods with other values in the fields that policies write. Values are as <see cref="PodFields"/> gives them, null for absent.
/// </summary>
internal static class PodEditing
{
    public static Pod With(this Pod pod, PodField field, object? value) => field switch
    {
        { IsAnnotation: true } => WithProfile(pod, field.Name, (string?)value),
        { List: "containers" } => pod with { Containers = With(pod.Containers, field, value) },
        { List: "initContainers" } => pod with { InitContainers = With(pod.InitContainers, field, value) },
        { Name: "runtimeClassName" } => pod with { RuntimeClassName = (string?)value },
        _ => pod with { SecurityContext = With(pod.SecurityContext ?? new(), field.Name, value) },
    };

    private static PodLevelSecurityContext With(PodLevelSecurityContext context, string name, object? value) => name switch
    {
        "securityContext.fsGroup" => context with { FSGroup = (long?)value },
        "securityContext.supplementalGroups" => context with { SupplementalGroups = (IReadOnlyList<long>?)value },
        "securityContext.seLinuxOptions" => context with { SELinuxOptions = Label(value) },
        _ => context,
    };

    private static Container[] With(IReadOnlyList<Container> containers, PodField field, object? value) =>
    [
        .. containers.Select(container => container.Name != field.Item ? container : container with
        {
            SecurityContext = With(container.SecurityContext ?? new(), field.Name, value),
        }),
    ];

    private static ContainerSecurityContext With(ContainerSecurityContext context, string name, object? value) => name switch
    {
        "securityContext.runAsUser" => context with { RunAsUser = (long?)value },
        "securityContext.runAsGroup" => context with { RunAsGroup = (long?)value },
        "securityContext.runAsNonRoot" => context with { RunAsNonRoot = (bool?)value },
        "securityContext.readOnlyRootFilesystem" => context with { ReadOnlyRootFilesystem = (bool?)value },
        "securityContext.allowPrivilegeEscalation" => context with { AllowPrivilegeEscalation = (bool?)value },
        "securityContext.capabilities.add" => context with { Capabilities = new(Names(value), context.Capabilities?.Drop) },
        "securityContext.capabilities.drop" => context with { Capabilities = new(context.Capabilities?.Add, Names(value)) },
        _ => context,
    };

    // The profile of the pod is written in both spellings, as the server keeps it.
    private static Pod WithProfile(Pod pod, string key, string? value)
    {
        var annotations = new Dictionary<string, string>(pod.Annotations ?? new Dictionary<string, string>());
        annotations.Remove(key);
        if (value is not null)
        {
            annotations[key] = value;
        }
        var changed = pod with { Annotations = annotations.Count == 0 ? null : annotations };
        return key != ProfileAnnotations.PodSeccompKey ? changed : changed with
        {
            SecurityContext = (pod.SecurityContext ?? new()) with { SeccompProfile = value is null ? null : SeccompProfiles.FieldFor(
                value) },
        };
    }

    private static string[]? Names(object? value) => value is IEnumerable<string> names ? [.. names] : null;

    private static SELinuxOptions? Label(object? value) =>
        value is string text && text.Split(':', 4) is [var user, var role, var type, var level] ? new(user, role, type, level) : null;
}

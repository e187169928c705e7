namespace PodSecurity.Api;

/// <summary>Seccomp profiles have two spellings, annotation and field; the server translates between them.</summary>
internal static class SeccompProfiles
{
    public const string DockerDefault = "docker/default";
    public const string RuntimeDefault = "runtime/default";
    public const string Unconfined = "unconfined";
    public const string LocalhostPrefix = "localhost/";

    /// <summary>Whether the server knows this name of a profile without a file.</summary>
    public static bool IsBuiltIn(string profile) => profile is RuntimeDefault or DockerDefault or Unconfined;

    /// <summary>The annotation that says the same; "" when there is none (an unknown type, or no localhost profile).</summary>
    public static string AnnotationFor(SeccompProfile field) => field.Type switch
    {
        "Unconfined" => Unconfined,
        "RuntimeDefault" => RuntimeDefault,
        "Localhost" when field.LocalhostProfile is { } profile => LocalhostPrefix + profile,
        _ => "",
    };

    /// <summary>The pod's profile as an annotation names it, "" for none: its annotation, else its field.</summary>
    public static string OfPod(Pod pod, string? annotation) =>
        !string.IsNullOrEmpty(annotation) ? annotation : pod.SecurityContext?.SeccompProfile is { } field ? AnnotationFor(field) : "";

    /// <summary>A container's profile: its field, its annotation, the pod's field, the pod's annotation; the first that is there.</summary>
    public static string OfContainer(Container container, string? annotation, Pod pod, string? podAnnotation) =>
        container.SecurityContext?.SeccompProfile is { } own ? AnnotationFor(own)
        : annotation ?? (pod.SecurityContext?.SeccompProfile is { } shared ? AnnotationFor(shared) : podAnnotation ?? "");

    /// <summary>The field that says the same; null when there is none.</summary>
    public static SeccompProfile? FieldFor(string annotation) => annotation switch
    {
        Unconfined => new("Unconfined"),
        RuntimeDefault or DockerDefault => new("RuntimeDefault"),
        _ when annotation.StartsWith(LocalhostPrefix, StringComparison.Ordinal) && annotation.Length > LocalhostPrefix.Length =>
            new("Localhost", annotation[LocalhostPrefix.Length..]),
        _ => null,
    };
}

namespace PodSecurity.Api;

/// <summary>The seccomp and AppArmor annotations of a pod, found once, so that evaluation never builds an annotation's name.</summary>
internal sealed class ProfileAnnotations
{
    public const string PodSeccompKey = "seccomp.security.alpha.kubernetes.io/pod";
    public const string ContainerSeccompPrefix = "container.seccomp.security.alpha.kubernetes.io/";
    public const string ContainerAppArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";

    public static readonly ProfileAnnotations None = new(new Pod());

    private readonly Pod _pod;
    private readonly string?[][] _seccomp;
    private readonly string?[][] _appArmor;

    public ProfileAnnotations(Pod pod)
    {
        var annotations = pod.Annotations ?? new Dictionary<string, string>();
        _pod = pod;
        Any = annotations.Keys.Any(IsProfile);
        PodSeccomp = annotations.GetValueOrDefault(PodSeccompKey);
        _seccomp = Find(pod, annotations, ContainerSeccompPrefix);
        _appArmor = Find(pod, annotations, ContainerAppArmorPrefix);
    }

    public string? PodSeccomp { get; }

    /// <summary>Whether there is any such annotation.</summary>
    public bool Any { get; }

    public bool IsOf(Pod pod) => ReferenceEquals(_pod, pod);

    /// <summary>The annotation of a container; null when there is none.</summary>
    public string? Seccomp(ContainerKind kind, int index) => _seccomp.Length == 0 ? null : _seccomp[(int)kind][index];

    /// <inheritdoc cref="Seccomp"/>
    public string? AppArmor(ContainerKind kind, int index) => _appArmor.Length == 0 ? null : _appArmor[(int)kind][index];

    private static bool IsProfile(string key) =>
        key == PodSeccompKey || key.StartsWith(ContainerSeccompPrefix, StringComparison.Ordinal)
        || key.StartsWith(ContainerAppArmorPrefix, StringComparison.Ordinal);

    private static string?[][] Find(Pod pod, IReadOnlyDictionary<string, string> annotations, string prefix)
    {
        if (!annotations.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return [];
        }
        IReadOnlyList<Container>[] lists = [pod.InitContainers, pod.Containers, pod.EphemeralContainers];
        return [.. lists.Select(list => list.Select(container => annotations.GetValueOrDefault(prefix + container.Name)).ToArray())];
    }
}

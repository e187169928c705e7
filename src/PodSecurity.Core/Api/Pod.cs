namespace PodSecurity.Api;

/// <summary>
/// The part of a pod that decides about its admission, as sent (before API defaulting). Read-only after decoding; evaluation
/// never copies it. Null means "absent"; empty lists and maps are decoded as null, as the API server treats them as the same.
/// </summary>
public sealed record Pod
{
    public string Name { get; init; } = "";
    public string? GenerateName { get; init; }
    public string? Namespace { get; init; }

    /// <summary>
    /// Only those that admission reads or writes: seccomp, AppArmor, <c>kubernetes.io/psp</c> and <c>kubernetes.io/config.mirror</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>serviceAccountName, or its old name serviceAccount.</summary>
    public string? ServiceAccountName { get; init; }
    public bool? AutomountServiceAccountToken { get; init; }
    public bool HostNetwork { get; init; }
    public bool HostPID { get; init; }
    public bool HostIPC { get; init; }
    public string? RuntimeClassName { get; init; }

    /// <summary>spec.hostUsers: false puts the pod into a user namespace of its own.</summary>
    public bool? HostUsers { get; init; }

    /// <summary>spec.os.name.</summary>
    public string? OSName { get; init; }
    public PodLevelSecurityContext? SecurityContext { get; init; }

    public IReadOnlyList<Volume> Volumes { get; init; } = [];
    public IReadOnlyList<Container> InitContainers { get; init; } = [];
    public IReadOnlyList<Container> Containers { get; init; } = [];
    public IReadOnlyList<Container> EphemeralContainers { get; init; } = [];

    /// <summary>The annotations about profiles by container; found when first asked for, and again in a changed copy.</summary>
    internal ProfileAnnotations Profiles =>
        Annotations is null ? ProfileAnnotations.None
        : field is { } known && known.IsOf(this) ? known
        : field = new ProfileAnnotations(this);
}

/// <summary>spec.securityContext.</summary>
public sealed record PodLevelSecurityContext
{
    public SELinuxOptions? SELinuxOptions { get; init; }
    public long? RunAsUser { get; init; }
    public long? RunAsGroup { get; init; }
    public bool? RunAsNonRoot { get; init; }

    /// <summary>Absent (null) and an explicit empty list differ: a policy defaults only the former.</summary>
    public IReadOnlyList<long>? SupplementalGroups { get; init; }
    public long? FSGroup { get; init; }
    public IReadOnlyList<Sysctl>? Sysctls { get; init; }
    public SeccompProfile? SeccompProfile { get; init; }
    public AppArmorProfile? AppArmorProfile { get; init; }

    /// <summary>windowsOptions.hostProcess.</summary>
    public bool? HostProcess { get; init; }
}

/// <summary>A container, init container or ephemeral container.</summary>
public sealed record Container
{
    public string Name { get; init; } = "";
    public string Image { get; init; } = "";
    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];
    public IReadOnlyList<VolumeMount> VolumeMounts { get; init; } = [];
    public ContainerSecurityContext? SecurityContext { get; init; }

    /// <summary>The hosts that probes and lifecycle handlers name, which the kubelet would connect to.</summary>
    public IReadOnlyList<HandlerHost> HandlerHosts { get; init; } = [];
}

/// <summary>securityContext of a container.</summary>
public sealed record ContainerSecurityContext
{
    public Capabilities? Capabilities { get; init; }
    public bool? Privileged { get; init; }
    public SELinuxOptions? SELinuxOptions { get; init; }
    public long? RunAsUser { get; init; }
    public long? RunAsGroup { get; init; }
    public bool? RunAsNonRoot { get; init; }
    public bool? ReadOnlyRootFilesystem { get; init; }
    public bool? AllowPrivilegeEscalation { get; init; }
    public string? ProcMount { get; init; }
    public SeccompProfile? SeccompProfile { get; init; }
    public AppArmorProfile? AppArmorProfile { get; init; }

    /// <summary>windowsOptions.hostProcess.</summary>
    public bool? HostProcess { get; init; }
}

/// <summary>Capabilities added and dropped, names as written (the server does not normalise them).</summary>
public sealed record Capabilities(IReadOnlyList<string>? Add, IReadOnlyList<string>? Drop);

/// <summary>SELinux label; empty strings for parts that are absent.</summary>
public sealed record SELinuxOptions(string User = "", string Role = "", string Type = "", string Level = "")
{
    /// <summary>As tools print a label: <c>user:role:type:level</c>.</summary>
    public override string ToString() => $"{User}:{Role}:{Type}:{Level}";
}

/// <summary>A seccomp profile field; <paramref name="LocalhostProfile"/> only with type Localhost.</summary>
public sealed record SeccompProfile(string Type, string? LocalhostProfile = null);

/// <summary>An AppArmor profile field; <paramref name="LocalhostProfile"/> only with type Localhost.</summary>
public sealed record AppArmorProfile(string Type, string? LocalhostProfile = null);

/// <summary>A host that a probe or lifecycle handler names.</summary>
/// <param name="Path">The handler inside the container, for example <c>livenessProbe.httpGet</c>.</param>
public readonly record struct HandlerHost(string Path, string Host);

/// <summary>A kernel parameter that the pod sets.</summary>
public readonly record struct Sysctl(string Name, string Value);

/// <summary>A declared port; 0 for a host port that is absent.</summary>
public readonly record struct ContainerPort(int ContainerPortNumber, int HostPort, string HostIP = "");

/// <summary>A volume mounted into a container.</summary>
/// <param name="AtTokenPath">It is mounted where the server would mount the service account's token, which keeps the server from
/// it.</param>
public readonly record struct VolumeMount(string Name, bool ReadOnly, bool AtTokenPath = false);

/// <summary>
/// A volume: which source it uses, under the name that policies use (<c>hostPath</c>, <c>cephFS</c>, ...), and the details that a
/// policy can restrict. A volume without a source that Kubernetes 1.20 knows is an <c>emptyDir</c> (API defaulting).
/// </summary>
public sealed class Volume
{
    public string Name { get; init; } = "";

    /// <summary>As in a policy's list of volumes.</summary>
    public string Kind { get; init; } = VolumeTypes.EmptyDir;

    /// <summary>The sources as written, by the names of their fields: none, one, or (before validation) several.</summary>
    public VolumeSources Sources { get; init; }
    public string? HostPath { get; init; }
    public string? FlexVolumeDriver { get; init; }
    public string? CsiDriver { get; init; }

    /// <summary>Whether a projected volume holds only what the server itself projects for a service account token.</summary>
    public bool IsServiceAccountTokenProjection { get; init; }
}

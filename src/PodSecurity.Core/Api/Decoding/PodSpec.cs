using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>The fields of a pod's spec while they are collected; its metadata may come before or after them.</summary>
internal struct PodSpec
{
    public string? ServiceAccountName;

    /// <summary>The old name of <see cref="ServiceAccountName"/>, which wins when both are set.</summary>
    public string? ServiceAccount;
    public bool? AutomountServiceAccountToken;
    public bool HostNetwork;
    public bool HostPID;
    public bool HostIPC;
    public string? RuntimeClassName;
    public bool? HostUsers;
    public string? OSName;
    public PodLevelSecurityContext? SecurityContext;
    public IReadOnlyList<Volume>? Volumes;
    public IReadOnlyList<Container>? InitContainers;
    public IReadOnlyList<Container>? Containers;
    public IReadOnlyList<Container>? EphemeralContainers;

    public readonly Pod ToPod(ObjectMeta meta) => new()
    {
        Name = meta.Name,
        GenerateName = meta.GenerateName,
        Namespace = meta.Namespace,
        Annotations = meta.Annotations,
        ServiceAccountName = FirstNonEmpty(ServiceAccountName, ServiceAccount),
        AutomountServiceAccountToken = AutomountServiceAccountToken,
        HostNetwork = HostNetwork,
        HostPID = HostPID,
        HostIPC = HostIPC,
        RuntimeClassName = RuntimeClassName,
        HostUsers = HostUsers,
        OSName = OSName,
        SecurityContext = SecurityContext,
        Volumes = Volumes ?? [],
        InitContainers = InitContainers ?? [],
        Containers = Containers ?? [],
        EphemeralContainers = EphemeralContainers ?? [],
    };

    private static string? FirstNonEmpty(string? first, string? second) =>
        !string.IsNullOrEmpty(first) ? first : string.IsNullOrEmpty(second) ? null : second;
}

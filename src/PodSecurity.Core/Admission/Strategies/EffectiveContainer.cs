using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>A container as a policy judges it: its own values, else the pod's, with the policy's defaults on top.</summary>
internal struct EffectiveContainer
{
    public EffectiveContainer(in EffectivePod pod, Container container, ContainerKind kind, int index)
    {
        var (own, values) = (container.SecurityContext, new PodContainer(pod.Pod, container));
        (Container, Kind, Index) = (container, kind, index);
        RunAsUser = values.RunAsUser;
        RunAsGroup = values.RunAsGroup;
        RunAsNonRoot = values.RunAsNonRoot;
        SELinux = own?.SELinuxOptions ?? pod.SELinux;
        Capabilities = own?.Capabilities;
        ReadOnlyRootFilesystem = own?.ReadOnlyRootFilesystem;
        AllowPrivilegeEscalation = own?.AllowPrivilegeEscalation;
        AppArmorAnnotation = pod.Pod.Profiles.AppArmor(kind, index);
    }

    public readonly Container Container;
    public readonly ContainerKind Kind;
    public readonly int Index;

    public long? RunAsUser;
    public long? RunAsGroup;
    public bool? RunAsNonRoot;
    public SELinuxOptions? SELinux;
    public Capabilities? Capabilities;
    public bool? ReadOnlyRootFilesystem;
    public bool? AllowPrivilegeEscalation;
    public string? AppArmorAnnotation;

    public readonly bool Privileged => Container.SecurityContext?.Privileged == true;

    /// <summary>The server's path of a field, for example <c>spec.containers[0].securityContext.privileged</c>.</summary>
    public readonly string Field(string path) => $"spec.{ListName}[{Index}].{path}";

    /// <summary>The JSON Pointer of a field, for example <c>/spec/containers/0/securityContext/privileged</c>.</summary>
    public readonly string Pointer(string path) => $"/spec/{ListName}/{Index}/{path}";

    private readonly string ListName => Kind switch
    {
        ContainerKind.Init => "initContainers",
        ContainerKind.Regular => "containers",
        _ => "ephemeralContainers",
    };
}

namespace PodSecurity.Api;

/// <summary>A container with what its pod says where it says nothing itself.</summary>
internal readonly record struct PodContainer(Pod Pod, Container Container)
{
    public ContainerSecurityContext? Context => Container.SecurityContext;
    public long? RunAsUser => Context?.RunAsUser ?? Pod.SecurityContext?.RunAsUser;
    public long? RunAsGroup => Context?.RunAsGroup ?? Pod.SecurityContext?.RunAsGroup;
    public bool? RunAsNonRoot => Context?.RunAsNonRoot ?? Pod.SecurityContext?.RunAsNonRoot;
    public SELinuxOptions? SELinuxOptions => Context?.SELinuxOptions ?? Pod.SecurityContext?.SELinuxOptions;
}

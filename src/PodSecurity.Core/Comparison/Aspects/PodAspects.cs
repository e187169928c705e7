namespace PodSecurity.Comparison.Aspects;

/// <summary>
/// All that policies decide on, cut so that they judge each aspect of a pod without looking at the others. Of each, the variations are
/// enough: if a policy admits something of the aspect that the other refuses, it admits one of the variations that the other refuses.
/// </summary>
internal static class PodAspects
{
    private static readonly Func<PodSecurityPolicy, PodSecurityPolicy, IEnumerable<PodVariation>>[] All =
    [
        PrivilegeAspects.Privileges, HostAspects.Network, HostAspects.ProcessIds, HostAspects.Ipc, HostAspects.Ports,
        VolumeAspect.Volumes, IdentityAspects.Users, IdentityAspects.Groups, IdentityAspects.SupplementalGroups,
        IdentityAspects.VolumeGroups, IdentityAspects.Labels, PrivilegeAspects.RootFilesystem, KernelAspects.Sysctls,
        KernelAspects.RuntimeClasses, ProfileAspects.Seccomp, ProfileAspects.AppArmor,
        ProfileAspects.EphemeralContainers,
    ];

    /// <summary>For each aspect the pods to look at when one policy may admit what some of the others refuse.</summary>
    public static IReadOnlyList<IReadOnlyList<PodVariation>> Of(
        PodSecurityPolicy allowing, IReadOnlyCollection<PodSecurityPolicy> refusing) =>
    [
        .. All.Select(aspect => refusing.SelectMany(other => aspect(allowing, other)).Prepend(PodVariation.None).ToList()),
    ];
}

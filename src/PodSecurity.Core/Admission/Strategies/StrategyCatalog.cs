using PodSecurity.Releases;

namespace PodSecurity.Admission.Strategies;

/// <summary>All strategies and checks of a PodSecurityPolicy, in the order in which the API server reports their errors.</summary>
internal static class StrategyCatalog
{
    /// <summary>Compiles a policy; fields that the release does not keep count as absent.</summary>
    /// <returns>Null when a strategy cannot be built: the server accepts such a policy and never uses it. The problems say why.</returns>
    public static CompiledPolicy? Compile(PodSecurityPolicy policy, KubernetesRelease release, ICollection<string> problems)
    {
        var spec = policy.Spec;
        var runAsUser = RunAsUserStrategy.Create(spec.RunAsUser, problems);
        var runAsGroup = spec.RunAsGroup is null || !release.Has(ReleaseFeatures.RunAsGroup)
            ? null
            : GroupStrategy.Create(GroupField.RunAsGroup, spec.RunAsGroup, problems);
        var seLinux = SELinuxStrategy.Create(spec.SELinux, problems);
        var fsGroup = GroupStrategy.Create(GroupField.FSGroup, spec.FSGroup, problems);
        var supplementalGroups = GroupStrategy.Create(GroupField.SupplementalGroups, spec.SupplementalGroups, problems);
        var seccomp = new SeccompStrategy(policy.Metadata.Annotations, release.Has(ReleaseFeatures.SeccompAliases));
        if (problems.Count > 0)
        {
            return null;
        }

        Strategy?[] ofPod =
        [
            fsGroup,
            supplementalGroups,
            seccomp,
            seLinux,
            new HostNamespacesCheck(spec),
            new SysctlsStrategy(spec, SafeSysctls.Of(release)),
            new VolumesCheck(spec, release),
            release.Has(ReleaseFeatures.RuntimeClassRule) ? RuntimeClassCheck.Create(spec.RuntimeClass) : null,
        ];
        Strategy?[] ofContainers =
        [
            runAsUser,
            runAsGroup,
            seLinux,
            AppArmorStrategy.Create(policy.Metadata.Annotations),
            seccomp,
            PrivilegedCheck.Create(spec),
            new ProcMountCheck(),
            new CapabilitiesStrategy(spec),
            new HostPortsCheck(spec),
            ReadOnlyRootCheck.Create(spec),
            PrivilegeEscalationCheck.Create(spec),
        ];
        return new CompiledPolicy(policy, release, [.. ofPod.OfType<Strategy>()], [.. ofContainers.OfType<Strategy>()]);
    }
}

namespace PodSecurity.Releases;

/// <summary>The kernel parameters that need no permission, only no prohibition.</summary>
internal static class SafeSysctls
{
    private static readonly (string Name, ReleaseFeature? Since)[] Known =
    [
        ("kernel.shm_rmid_forced", null),
        ("net.ipv4.ip_local_port_range", null),
        ("net.ipv4.tcp_syncookies", null),
        ("net.ipv4.ping_group_range", ReleaseFeatures.PingGroupRange),
        ("net.ipv4.ip_unprivileged_port_start", ReleaseFeatures.UnprivilegedPortStart),
    ];

    public static string[] Of(KubernetesRelease release) =>
        [.. Known.Where(sysctl => sysctl.Since is null || release.Has(sysctl.Since)).Select(sysctl => sysctl.Name)];
}

namespace PodSecurity.Api;

/// <summary>What Kubernetes knows of sysctls.</summary>
internal static class SysctlNames
{
    /// <summary>Those that need no permission, only no prohibition.</summary>
    public static readonly string[] Safe =
        ["kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range"];
}

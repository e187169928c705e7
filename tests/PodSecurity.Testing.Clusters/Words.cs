namespace PodSecurity.Testing.Clusters;

/// <summary>
/// What policies and pods are generated from: few values, with neighbours on both sides of every border, so that they meet.
/// </summary>
public static class Words
{
    public const string AppArmorAllowed = "apparmor.security.beta.kubernetes.io/allowedProfileNames";
    public const string AppArmorDefault = "apparmor.security.beta.kubernetes.io/defaultProfileName";
    public const string AppArmorContainer = "container.apparmor.security.beta.kubernetes.io/";
    public const string SeccompAllowed = "seccomp.security.alpha.kubernetes.io/allowedProfileNames";
    public const string SeccompDefault = "seccomp.security.alpha.kubernetes.io/defaultProfileName";
    public const string SeccompPod = "seccomp.security.alpha.kubernetes.io/pod";
    public const string SeccompContainer = "container.seccomp.security.alpha.kubernetes.io/";

    public static readonly long[] Ids = [0, 1, 99, 100, 101, 999, 1000, 1001, 1999, 2000, 65534, 65535, 2147483646, 2147483647];
    public static readonly int[] Ports = [1, 79, 80, 81, 443, 1023, 1024, 8080, 29999, 30000, 32767, 65534, 65535];
    public static readonly string[] Capabilities =
        ["CHOWN", "KILL", "SETUID", "NET_ADMIN", "NET_BIND_SERVICE", "SYS_ADMIN", "CAP_SYS_ADMIN", "SYS_TIME", "MKNOD", "ALL", "net_admin"];
    public static readonly string[] SeccompProfiles =
        ["runtime/default", "docker/default", "unconfined", "localhost/a", "localhost/dir/b.json"];
    public static readonly string[] AppArmorProfiles = ["runtime/default", "unconfined", "localhost/a", "localhost/b"];
    public static readonly string[] Sysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "kernel.msgmax", "kernel.msg", "kernel.sem", "net.core.somaxconn", "fs.mqueue.msg_max", "vm.swappiness",
    ];
    public static readonly string[] SysctlPatterns =
        ["kernel.msg*", "kernel.*", "net.*", "net.ipv4.tcp_syncookies", "fs.mqueue.*", "vm.swappiness", "kernel.sem"];
    public static readonly string[] RuntimeClasses = ["gvisor", "kata"];
    public static readonly string[] CsiDrivers = ["csi.a", "csi.b", "secrets-store.csi.k8s.io"];
    public static readonly string[] FlexDrivers = ["example/lvm", "example/cifs", "other"];
    public static readonly string[] AllowedPaths = ["/", "/var", "/var/", "/var/log", "/var/log/pods", "/etc", "/e", "/dev//null"];
    public static readonly string[] MountedPaths =
        ["/", "/var", "/var/log", "/var/log/", "/var/log/pods", "/var/logs", "/var//log", "/varlog", "/etc", "/etc/passwd", "/dev/null",
            "/dev/./null"];
    public static readonly string[] Levels = ["s0", "s0:c1,c2", "s0:c2,c1", "s0:c1,c3", "s0:c1,c2,c3", "s0:c1.c3", "s1:c1,c2"];
}

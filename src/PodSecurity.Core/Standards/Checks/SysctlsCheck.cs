using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// sysctls (baseline): only kernel parameters that belong to the pod alone and touch no other pod on the node.
/// <para>Restricted fields: <c>spec.securityContext.sysctls[*].name</c>.</para>
/// <para>Allowed values: kernel.shm_rmid_forced, and of net.ipv4 ip_local_port_range, ip_unprivileged_port_start, ping_group_range,
/// tcp_syncookies; from 1.27 ip_local_reserved_ports; from 1.29 tcp_fin_timeout, tcp_keepalive_time, tcp_keepalive_intvl,
/// tcp_keepalive_probes; from 1.32 tcp_rmem, tcp_wmem; from 1.37 tcp_slow_start_after_idle, tcp_notsent_lowat.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_sysctls.go.</remarks>
internal sealed class SysctlsCheck : StandardRule
{
    private static readonly string[] From0 =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_unprivileged_port_start",
    ];

    private static readonly string[] From27 = [.. From0, "net.ipv4.ip_local_reserved_ports"];

    private static readonly string[] From29 =
    [
        .. From27, "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
    ];

    private static readonly string[] From32 = [.. From29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"];
    private static readonly string[] From37 = [.. From32, "net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"];

    /// <summary>Those that some version allows.</summary>
    public static IReadOnlyList<string> Known => From37;

    private readonly HashSet<string> _allowed;
    private readonly Func<Sysctl, bool> _isForbidden;

    private SysctlsCheck(string[] allowed) => (_allowed, _isForbidden) = ([.. allowed], sysctl => !_allowed.Contains(sysctl.Name));

    public static StandardCheck Check { get; } = new(
        "sysctls",
        PodSecurityLevel.Baseline,
        new CheckVersion(0, new SysctlsCheck(From0)),
        new CheckVersion(27, new SysctlsCheck(From27)),
        new CheckVersion(29, new SysctlsCheck(From29)),
        new CheckVersion(32, new SysctlsCheck(From32)),
        new CheckVersion(37, new SysctlsCheck(From37)));

    public override bool Allows(Pod pod) => !ListSpan.Any(pod.SecurityContext?.Sysctls, _isForbidden);

    public override Refusal Explain(Pod pod) =>
        new("forbidden sysctls", string.Join(", ", Of(pod).Where(_isForbidden).Select(sysctl => sysctl.Name)));

    public override void Fix(Pod pod, PodPatch patch)
    {
        var kept = Of(pod).Where(sysctl => !_isForbidden(sysctl))
            .Select(sysctl => (JsonNode)new JsonObject { ["name"] = sysctl.Name, ["value"] = sysctl.Value }).ToArray();
        patch.Set(kept.Length == 0 ? null : new JsonArray(kept), "securityContext", "sysctls");
    }

    private static IReadOnlyList<Sysctl> Of(Pod pod) => pod.SecurityContext?.Sysctls ?? [];
}

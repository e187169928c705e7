namespace PodSecurity.Core.Tests.Standards;

public sealed class SysctlsCheckTests
{
    [Theory]
    [InlineData(
        """{"securityContext":{"sysctls":[{"name":"kernel.shm_rmid_forced","value":"1"},{"name":"net.ipv4.ip_unprivileged_port_start","value":"1"}]}}""",
        0,
        null)]
    [InlineData(
        """{"securityContext":{"sysctls":[{"name":"net.ipv4.ip_local_reserved_ports","value":"1"}]}}""",
        26,
        """net.ipv4.ip_local_reserved_ports""")]
    [InlineData("""{"securityContext":{"sysctls":[{"name":"net.ipv4.ip_local_reserved_ports","value":"1"}]}}""", 27, null)]
    [InlineData(
        """{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_keepalive_time","value":"1"}]}}""",
        28,
        """net.ipv4.tcp_keepalive_time""")]
    [InlineData("""{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_keepalive_time","value":"1"}]}}""", 29, null)]
    [InlineData("""{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem","value":"1"}]}}""", 31, """net.ipv4.tcp_rmem""")]
    [InlineData("""{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem","value":"1"}]}}""", 32, null)]
    [InlineData(
        """{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_notsent_lowat","value":"1"}]}}""",
        36,
        """net.ipv4.tcp_notsent_lowat""")]
    [InlineData("""{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_notsent_lowat","value":"1"}]}}""", 37, null)]
    [InlineData(
        """{"securityContext":{"sysctls":[{"name":"kernel.msgmax","value":"1"},{"name":"net.ipv4.tcp_rmem","value":"1"},{"name":"kernel.msgmax","value":"1"},{"name":"net/ipv4/tcp_rmem","value":"1"}]}}""",
        37,
        """kernel.msgmax, kernel.msgmax, net/ipv4/tcp_rmem""")]
    public void Detail_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("sysctls", spec, minor));
}

namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class SysctlsStrategyTests
{
    [Theory]
    [InlineData("""{"forbiddenSysctls": ["net.*"]}""", "net.ipv4.tcp_syncookies", "sysctl \"net.ipv4.tcp_syncookies\" is not allowed")]
    [InlineData("{}", "net.ipv4.tcp_syncookies", null)]
    [InlineData("{}", "kernel.msgmax", "unsafe sysctl \"kernel.msgmax\" is not allowed")]
    [InlineData("""{"allowedUnsafeSysctls": ["kernel.msg*"]}""", "kernel.msgmax", null)]
    [InlineData("""{"allowedUnsafeSysctls": ["*"], "forbiddenSysctls": ["kernel.msgmax"]}""", "kernel.msgmax",
        "sysctl \"kernel.msgmax\" is not allowed")]
    [InlineData("""{"allowedUnsafeSysctls": ["kernel.msg"]}""", "kernel.msgmax", "unsafe sysctl \"kernel.msgmax\" is not allowed")]
    public void Sysctls(string policy, string name, string? error) => Assert.Equal(
        error is null ? "" : $"Denied: pod.spec.securityContext.sysctls[0]: Forbidden: {error}",
        Given.Pod($$$"""{"securityContext": {"sysctls": [{"name": "{{{name}}}", "value": "1"}]}}""").Answer(Given.Policy(policy)));

    [Theory]
    [InlineData("{}", """{"securityContext": {"sysctls": [{"name": "kernel.msgmax", "value": "1"}]}}""",
        "remove kernel.msgmax from spec.securityContext.sysctls", "add kernel.msgmax to spec.allowedUnsafeSysctls")]
    public void The_smallest_change_of_pod_and_policy(string policy, string pod, string podFix, string policyFix) =>
        Given.Pod(pod).AssertFix(Given.Policy(policy), podFix, policyFix);
}

namespace PodSecurity.Core.Tests.Admission;

public sealed class HostAndContainerTests
{
    private const string Ports = "spec.containers[0].hostPort: Invalid value: ";

    [Fact]
    public void Host_namespaces_are_named_where_the_server_holds_them() => Assert.Equal(
        "Denied: spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used; "
        + "spec.securityContext.hostPID: Invalid value: true: Host PID is not allowed to be used; "
        + "spec.securityContext.hostIPC: Invalid value: true: Host IPC is not allowed to be used",
        Given.Pod("""{"hostNetwork": true, "hostPID": true, "hostIPC": true}""")
            .Answer(Given.Policy("""{"hostNetwork": false, "hostPID": false, "hostIPC": null}""")));

    [Theory]
    [InlineData("null", """[{"containerPort": 80, "hostPort": 0}]""", false, "")]
    [InlineData("null", """[{"containerPort": 80, "hostPort": 81}]""", false, "Denied: " + Ports + "81: Host port 81 is not allowed to be used. Allowed ports: []")]
    [InlineData("""[{"min": 80, "max": 80}, {"min": 90, "max": 99}]""", """[{"containerPort": 80, "hostPort": 89}]""", false,
        "Denied: " + Ports + "89: Host port 89 is not allowed to be used. Allowed ports: [80,90-99]")]
    [InlineData("null", """[{"containerPort": 80}]""", true, "Denied: " + Ports + "80: Host port 80 is not allowed to be used. Allowed ports: []")]
    [InlineData("""[{"min": 1, "max": 2}]""", """[{"containerPort": 1}, {"containerPort": 2, "hostPort": 2}]""", true, "")]
    public void Host_ports(string allowed, string ports, bool hostNetwork, string answer) => Assert.Equal(
        answer,
        Given.Pod($$$"""{"hostNetwork": {{{(hostNetwork ? "true" : "false")}}}, "containers": [{"name": "c", "ports": {{{ports}}}}]}""")
            .Answer(Given.Policy($$$"""{"hostPorts": {{{allowed}}}}""")));

    [Theory]
    [InlineData("""{"forbiddenSysctls": ["net.*"]}""", "net.ipv4.tcp_syncookies", "sysctl \"net.ipv4.tcp_syncookies\" is not allowed")]
    [InlineData("{}", "net.ipv4.tcp_syncookies", null)]
    [InlineData("{}", "kernel.msgmax", "unsafe sysctl \"kernel.msgmax\" is not allowed")]
    [InlineData("""{"allowedUnsafeSysctls": ["kernel.msg*"]}""", "kernel.msgmax", null)]
    [InlineData("""{"allowedUnsafeSysctls": ["*"], "forbiddenSysctls": ["kernel.msgmax"]}""", "kernel.msgmax", "sysctl \"kernel.msgmax\" is not allowed")]
    [InlineData("""{"allowedUnsafeSysctls": ["kernel.msg"]}""", "kernel.msgmax", "unsafe sysctl \"kernel.msgmax\" is not allowed")]
    public void Sysctls(string policy, string name, string? error) => Assert.Equal(
        error is null ? "" : $"Denied: pod.spec.securityContext.sysctls[0]: Forbidden: {error}",
        Given.Pod($$$"""{"securityContext": {"sysctls": [{"name": "{{{name}}}", "value": "1"}]}}""").Answer(Given.Policy(policy)));

    [Theory]
    [InlineData("""{"allowedRuntimeClassNames": []}""", "null", "")]
    [InlineData("""{"allowedRuntimeClassNames": []}""", "\"a\"", "Denied: spec.runtimeClassName: Invalid value: \"a\"")]
    [InlineData("""{"allowedRuntimeClassNames": ["a"]}""", "\"\"", "Denied: spec.runtimeClassName: Invalid value: \"\"")]
    [InlineData("""{"allowedRuntimeClassNames": ["*"], "defaultRuntimeClassName": "d"}""", "null", "/spec/runtimeClassName: (none) -> d")]
    [InlineData("""{"allowedRuntimeClassNames": ["d"], "defaultRuntimeClassName": "d"}""", "\"d\"", "")]
    [InlineData("null", "\"a\"", "")]
    public void Runtime_classes(string rule, string name, string answer) =>
        Assert.Equal(answer, Given.Pod($$$"""{"runtimeClassName": {{{name}}}}""").Answer(Given.Policy($$$"""{"runtimeClass": {{{rule}}}}""")));

    [Theory]
    [InlineData("""{"privileged": false}""", """{"privileged": true}""", "Denied: S.privileged: Invalid value: true: Privileged containers are not allowed")]
    [InlineData("""{"privileged": false}""", """{"privileged": false}""", "")]
    [InlineData("{}", """{"procMount": "Unmasked"}""", "Denied: S.procMount: Invalid value: \"Unmasked\": ProcMountType is not allowed")]
    [InlineData("""{"allowedProcMountTypes": ["Unmasked"]}""", """{"procMount": "Unmasked"}""", "Denied: S.procMount: Invalid value: \"Unmasked\": ProcMountType is not allowed")]
    [InlineData("""{"allowedProcMountTypes": ["Unmasked"]}""", """{"procMount": "Default"}""", "")]
    [InlineData("{}", """{"procMount": ""}""", "Denied: S.procMount: Invalid value: \"\": ProcMountType is not allowed")]
    [InlineData("""{"readOnlyRootFilesystem": true}""", "{}", "/spec/containers/0/securityContext/readOnlyRootFilesystem: (none) -> true")]
    [InlineData("""{"readOnlyRootFilesystem": true}""", """{"readOnlyRootFilesystem": false}""",
        "Denied: S.readOnlyRootFilesystem: Invalid value: false: ReadOnlyRootFilesystem must be set to true")]
    [InlineData("{}", """{"allowPrivilegeEscalation": true}""", "")]
    [InlineData("""{"allowPrivilegeEscalation": false}""", "{}", "/spec/containers/0/securityContext/allowPrivilegeEscalation: (none) -> false")]
    [InlineData("""{"allowPrivilegeEscalation": false}""", """{"allowPrivilegeEscalation": true}""",
        "Denied: S.allowPrivilegeEscalation: Invalid value: true: Allowing privilege escalation for containers is not allowed")]
    [InlineData("""{"defaultAllowPrivilegeEscalation": false}""", "{}", "/spec/containers/0/securityContext/allowPrivilegeEscalation: (none) -> false")]
    [InlineData("""{"defaultAllowPrivilegeEscalation": true}""", "{}", "/spec/containers/0/securityContext/allowPrivilegeEscalation: (none) -> true")]
    public void Containers(string policy, string context, string answer) => Assert.Equal(
        answer.Replace("S.", "spec.containers[0].securityContext."),
        Given.Container($$$"""{"securityContext": {{{context}}}}""").Answer(Given.Policy(policy)));

    [Fact]
    public void Init_containers_are_judged_first_and_like_containers() => Assert.Equal(
        "Denied: spec.initContainers[1].securityContext.privileged: Invalid value: true: Privileged containers are not allowed; "
        + "spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed",
        Given.Pod("""
            {
              "containers": [{"name": "c", "securityContext": {"privileged": true}}],
              "initContainers": [{"name": "i"}, {"name": "j", "securityContext": {"privileged": true}}]
            }
            """).Answer(Given.Policy("""{"privileged": false}""")));

    [Fact]
    public void Ephemeral_containers_are_defaulted_but_not_judged_and_then_dropped()
    {
        var pod = Given.Pod("""{"ephemeralContainers": [{"name": "e", "securityContext": {"privileged": true}}]}""");
        var policy = Given.Policy("""{"privileged": false, "readOnlyRootFilesystem": true}""");

        Assert.Equal(
            "/spec/containers/0/securityContext/readOnlyRootFilesystem: (none) -> true; "
            + "/spec/ephemeralContainers/0/securityContext/readOnlyRootFilesystem: (none) -> true",
            pod.Answer(policy));
        Assert.False(new PspTestResult(pod, pod.Decide(policy)).GetAdmittedPod()!["spec"]!.AsObject().ContainsKey("ephemeralContainers"));
    }
}

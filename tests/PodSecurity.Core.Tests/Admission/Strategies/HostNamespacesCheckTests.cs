namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class HostNamespacesCheckTests
{
    [Fact]
    public void Host_namespaces_are_named_where_the_server_holds_them() => Assert.Equal(
        "Denied: spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used; "
        + "spec.securityContext.hostPID: Invalid value: true: Host PID is not allowed to be used; "
        + "spec.securityContext.hostIPC: Invalid value: true: Host IPC is not allowed to be used",
        Given.Pod("""{"hostNetwork": true, "hostPID": true, "hostIPC": true}""")
            .Answer(Given.Policy("""{"hostNetwork": false, "hostPID": false, "hostIPC": null}""")));

    [Theory]
    [InlineData("""{"hostNetwork": false}""", """{"hostNetwork": true}""", "set spec.hostNetwork to false (or remove it)",
        "set spec.hostNetwork: true")]
    public void The_smallest_change_of_pod_and_policy(string policy, string pod, string podFix, string policyFix) =>
        Given.Pod(pod).AssertFix(Given.Policy(policy), podFix, policyFix);
}

namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class HostPortsCheckTests
{
    private const string Ports = "spec.containers[0].hostPort: Invalid value: ";

    [Theory]
    [InlineData("null", """[{"containerPort": 80, "hostPort": 0}]""", false, "")]
    [InlineData("null", """[{"containerPort": 80, "hostPort": 81}]""", false,
        "Denied: " + Ports + "81: Host port 81 is not allowed to be used. Allowed ports: []")]
    [InlineData("""[{"min": 80, "max": 80}, {"min": 90, "max": 99}]""", """[{"containerPort": 80, "hostPort": 89}]""", false,
        "Denied: " + Ports + "89: Host port 89 is not allowed to be used. Allowed ports: [80,90-99]")]
    [InlineData("null", """[{"containerPort": 80}]""", true,
        "Denied: " + Ports + "80: Host port 80 is not allowed to be used. Allowed ports: []")]
    [InlineData("""[{"min": 1, "max": 2}]""", """[{"containerPort": 1}, {"containerPort": 2, "hostPort": 2}]""", true, "")]
    public void Host_ports(string allowed, string ports, bool hostNetwork, string answer) => Assert.Equal(
        answer,
        Given.Pod($$$"""{"hostNetwork": {{{(hostNetwork ? "true" : "false")}}}, "containers": [{"name": "c", "ports": {{{ports}}}}]}""")
            .Answer(Given.Policy($$$"""{"hostPorts": {{{allowed}}}}""")));

    [Theory]
    [InlineData("""{"hostPorts": [{"min": 80, "max": 90}]}""",
        """{"containers": [{"name": "c", "ports": [{"containerPort": 1, "hostPort": 1}]}]}""",
        "use a host port in 80-90 instead of 1 in spec.containers[0].ports (or remove it)", "add {min: 1, max: 1} to spec.hostPorts")]
    public void The_smallest_change_of_pod_and_policy(string policy, string pod, string podFix, string policyFix) =>
        Given.Pod(pod).AssertFix(Given.Policy(policy), podFix, policyFix);
}

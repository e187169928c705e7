using PodSecurity.Admission;
using PodSecurity.Admission.Storage;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>Which way out of a refusal is proposed.</summary>
public sealed class ExplanationTests
{
    [Theory]
    [InlineData("""{"hostNetwork": false}""", """{"hostNetwork": true}""", "set spec.hostNetwork to false (or remove it)", "set spec.hostNetwork: true")]
    [InlineData("""{"volumes": ["secret"]}""", """{"volumes": [{"name": "v", "hostPath": {"path": "/x"}}]}""",
        "remove the hostPath volume spec.volumes[0] or use a kind that is allowed", "add hostPath to spec.volumes")]
    [InlineData("""{"allowedHostPaths": [{"pathPrefix": "/var/log"}]}""", """{"volumes": [{"name": "v", "hostPath": {"path": "/x"}}]}""",
        "use a path under /var/log in spec.volumes[0].hostPath.path", "add pathPrefix: \"/x\" to spec.allowedHostPaths")]
    [InlineData("""{"hostPorts": [{"min": 80, "max": 90}]}""", """{"containers": [{"name": "c", "ports": [{"containerPort": 1, "hostPort": 1}]}]}""",
        "use a host port in 80-90 instead of 1 in spec.containers[0].ports (or remove it)", "add {min: 1, max: 1} to spec.hostPorts")]
    [InlineData("""{"allowedCapabilities": null}""", """{"containers": [{"name": "c", "securityContext": {"capabilities": {"add": ["NET_ADMIN"]}}}]}""",
        "remove NET_ADMIN from spec.containers[0].securityContext.capabilities.add", "add NET_ADMIN to spec.allowedCapabilities")]
    [InlineData("""{"runAsUser": {"rule": "MustRunAs", "ranges": [{"min": 1, "max": 9}]}}""", """{"securityContext": {"runAsUser": 0}}""",
        "set spec.containers[0].securityContext.runAsUser to a user id in 1-9 (or remove it)", "add a range with 0 to spec.runAsUser.ranges")]
    [InlineData("""{"seLinux": {"rule": "MustRunAs", "seLinuxOptions": {"type": "t"}}}""", """{"securityContext": {"seLinuxOptions": {"type": "x"}}}""",
        "set spec.securityContext.seLinuxOptions.type to \"t\"", "set spec.seLinux.rule: RunAsAny")]
    [InlineData("{}", """{"securityContext": {"sysctls": [{"name": "kernel.msgmax", "value": "1"}]}}""",
        "remove kernel.msgmax from spec.securityContext.sysctls", "add kernel.msgmax to spec.allowedUnsafeSysctls")]
    [InlineData("""{"allowPrivilegeEscalation": false}""", """{"containers": [{"name": "c", "securityContext": {"privileged": true}}]}""",
        "set spec.containers[0].securityContext.privileged to false (or spec.containers[0].securityContext.allowPrivilegeEscalation to true)",
        "set spec.allowPrivilegeEscalation: true and no default for it")]
    public void The_smallest_change_of_pod_and_policy(string policy, string pod, string podFix, string policyFix)
    {
        var explanation = Assert.Single(Given.Pod(pod).Decide(Given.Policy(policy)).Explain());
        Assert.Equal(("psp", podFix, $"{policyFix} in policy psp"), (explanation.Policy, explanation.PodFix, explanation.PolicyFix));
    }

    [Fact]
    public void Every_usable_policy_is_explained_by_its_first_obstacle()
    {
        var pod = Given.Pod("""{"hostNetwork": true, "hostPID": true}""");
        var explanations = pod.Decide(Given.Policy("""{"hostPID": false}""", name: "a"), Given.Policy("""{"hostPID": false, "hostNetwork": false}""", name: "b")).Explain();
        Assert.Equal(
            ["a spec.securityContext.hostPID", "b spec.securityContext.hostNetwork"],
            explanations.Select(explanation => $"{explanation.Policy} {explanation.Obstacle.Field}"));
    }

    [Fact]
    public void The_fix_of_a_template_starts_at_the_object()
    {
        var deployment = Documents.Decode("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"spec":{"hostNetwork":true,"containers":[{"name":"c"}]}}}}
            """);
        var result = new PspTestResult(deployment, deployment.Decide(Given.Policy("""{"hostNetwork": false}""")), explain: true);
        Assert.Equal("set spec.template.spec.hostNetwork to false (or remove it)", Assert.Single(result.Explanation).PodFix);
        Assert.StartsWith("pods \"d-\" is forbidden", result.Message, StringComparison.Ordinal);
    }

    /// <summary>Every rule that refuses something in the recorded cases has a fix for it.</summary>
    [Fact]
    public void Every_recorded_refusal_can_be_explained()
    {
        foreach (var item in ConformanceCase.ReadAll())
        {
            var explanations = item.Decide(new PspAdmission(item.Policies)).Explain("spec.template");
            Assert.All(explanations, explanation => Assert.NotEmpty(explanation.PodFix + explanation.PolicyFix));
        }
    }
}

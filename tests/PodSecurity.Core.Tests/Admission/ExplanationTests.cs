using PodSecurity.Admission;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>Which way out of a refusal is proposed.</summary>
public sealed class ExplanationTests
{
    [Fact]
    public void What_pod_validation_refuses_has_a_way_out_too() => Given
        .Pod("""{"containers": [{"name": "c", "securityContext": {"privileged": true}}]}""")
        .AssertFix(
            Given.Policy("""{"allowPrivilegeEscalation": false}"""),
            "set spec.containers[0].securityContext.privileged to false (or spec.containers[0].securityContext.allowPrivilegeEscalation to "
            + "true)",
            "set spec.allowPrivilegeEscalation: true and no default for it");

    /// <summary>A name that holds "spec." is no path.</summary>
    [Fact]
    public void Only_paths_of_the_pod_start_at_the_object()
    {
        var pod = Given.Pod("""{"securityContext": {"sysctls": [{"name": "kernel.spec.x", "value": "1"}]}}""");

        Assert.Equal(
            "remove kernel.spec.x from spec.template.spec.securityContext.sysctls",
            Assert.Single(pod.Decide(Given.Policy()).Explain("spec.template")).PodFix);
    }

    [Fact]
    public void Every_usable_policy_is_explained_by_its_first_obstacle()
    {
        var pod = Given.Pod("""{"hostNetwork": true, "hostPID": true}""");
        var explanations = pod.Decide(
            Given.Policy("""{"hostPID": false}""", name: "a"), Given.Policy(
                """{"hostPID": false, "hostNetwork": false}""", name: "b")).Explain();
        Assert.Equal(
            ["a spec.securityContext.hostPID", "b spec.securityContext.hostNetwork"],
            explanations.Select(explanation => $"{explanation.Policy} {explanation.Obstacle!.Field}"));
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

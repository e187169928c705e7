using PodSecurity.Admission;

namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class VolumesCheckTests
{
    private const string Token = """{"serviceAccountToken": {"path": "token"}}""";

    [Theory]
    [InlineData("""["secret"]""", """{"secret": {}}""", "")]
    [InlineData("null", """{"secret": {}}""",
        "Denied: spec.volumes[0]: Invalid value: \"secret\": secret volumes are not allowed to be used")]
    [InlineData("""["emptyDir"]""", "{}", "")]
    [InlineData("""["secret"]""", """{"image": {"reference": "x"}}""",
        "Denied: spec.volumes[0]: Invalid value: \"emptyDir\": emptyDir volumes are not allowed to be used")]
    [InlineData("""["Secret"]""", """{"secret": {}}""",
        "Denied: spec.volumes[0]: Invalid value: \"secret\": secret volumes are not allowed to be used")]
    [InlineData("""["secret"]""", $$$"""{"projected": {"sources": [{{{Token}}}]}}""", "")]
    [InlineData("""["configMap"]""", $$$"""{"projected": {"sources": [{{{Token}}}]}}""",
        "Denied: spec.volumes[0]: Invalid value: \"projected\": projected volumes are not allowed to be used")]
    [InlineData("""["secret"]""", """{"projected": {"sources": [{"serviceAccountToken": {"path": "token", "audience": "vault"}}]}}""",
        "Denied: spec.volumes[0]: Invalid value: \"projected\": projected volumes are not allowed to be used")]
    [InlineData("""["secret"]""", """{"projected": {"sources": [{"secret": {"name": "x"}}]}}""",
        "Denied: spec.volumes[0]: Invalid value: \"projected\": projected volumes are not allowed to be used")]
    [InlineData("""["secret"]""", """{"projected": {}}""", "")]
    public void Types(string allowed, string source, string answer) =>
        Assert.Equal(answer, Given.Volume(source).Answer(Given.Policy($$$"""{"volumes": {{{allowed}}}}""")));

    [Fact]
    public void Whoever_may_use_secrets_may_use_the_servers_projection()
    {
        var admission = new PspAdmission([Given.Policy("""{"volumes": ["secret"]}""")]);
        Assert.Equal(AdmissionOutcome.Allowed, admission.Evaluate(Given.Pod().Pod, admission.All, TokenVolume.Auto).Outcome);
    }

    [Theory]
    [InlineData("""{"volumes": ["secret"]}""", """{"volumes": [{"name": "v", "hostPath": {"path": "/x"}}]}""",
        "remove the hostPath volume spec.volumes[0] or use a type that is allowed", "add hostPath to spec.volumes")]
    public void The_smallest_change_of_pod_and_policy(string policy, string pod, string podFix, string policyFix) =>
        Given.Pod(pod).AssertFix(Given.Policy(policy), podFix, policyFix);
}

namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class RunAsUserStrategyTests
{
    private const string Must = """{"runAsUser": {"rule": "MustRunAs", "ranges": [{"min": 10, "max": 20}, {"min": 30, "max": 30}]}}""";

    [Theory]
    [InlineData("{}", "{}", "/spec/containers/0/securityContext/runAsUser: (none) -> 10")]
    [InlineData("""{"runAsUser": 15}""", "{}", "")]
    [InlineData("{}", """{"runAsUser": 30}""", "")]
    [InlineData("{}", """{"runAsUser": 20}""", "")]
    [InlineData("""{"runAsUser": 15}""", """{"runAsUser": 21}""",
        "Denied: spec.containers[0].securityContext.runAsUser: Invalid value: 21: must be in the ranges: [{10 20} {30 30}]")]
    [InlineData("""{"runAsUser": 0}""", "{}",
        "Denied: spec.containers[0].securityContext.runAsUser: Invalid value: 0: must be in the ranges: [{10 20} {30 30}]")]
    public void MustRunAs_defaults_to_the_first_minimum_and_judges_the_effective_user(string pod, string container, string answer) =>
        Assert.Equal(answer, Given.Contexts(pod, container).Answer(Given.Policy(Must)));

    [Theory]
    [InlineData("{}", "{}", "/spec/containers/0/securityContext/runAsNonRoot: (none) -> true")]
    [InlineData("""{"runAsUser": 1}""", "{}", "")]
    [InlineData("""{"runAsNonRoot": true}""", "{}", "")]
    [InlineData("""{"runAsNonRoot": true, "runAsUser": 0}""", "{}",
        "Denied: spec.containers[0].securityContext.runAsUser: Invalid value: 0: running with the root UID is forbidden")]
    [InlineData("""{"runAsNonRoot": true}""", """{"runAsNonRoot": false, "runAsUser": 0}""",
        "Denied: spec.containers[0].securityContext.runAsNonRoot: Invalid value: false: must be true")]
    public void MustRunAsNonRoot_marks_only_containers_that_say_nothing(string pod, string container, string answer) =>
        Assert.Equal(answer, Given.Contexts(pod, container).Answer(Given.Policy("""{"runAsUser": {"rule": "MustRunAsNonRoot"}}""")));

    [Theory]
    [InlineData("""{"runAsUser": {"rule": "MustRunAs", "ranges": [{"min": 1, "max": 9}]}}""", """{"securityContext": {"runAsUser": 0}}""",
        "set spec.containers[0].securityContext.runAsUser to a user id in 1-9 (or remove it)",
            "add a range with 0 to spec.runAsUser.ranges")]
    public void The_smallest_change_of_pod_and_policy(string policy, string pod, string podFix, string policyFix) =>
        Given.Pod(pod).AssertFix(Given.Policy(policy), podFix, policyFix);
}

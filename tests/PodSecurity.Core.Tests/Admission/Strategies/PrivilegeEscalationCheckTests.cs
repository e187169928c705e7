namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class PrivilegeEscalationCheckTests
{
    [Theory]
    [InlineData("{}", """{"allowPrivilegeEscalation": true}""", "")]
    [InlineData("""{"allowPrivilegeEscalation": false}""", "{}",
        "/spec/containers/0/securityContext/allowPrivilegeEscalation: (none) -> false")]
    [InlineData("""{"allowPrivilegeEscalation": false}""", """{"allowPrivilegeEscalation": true}""",
        "Denied: S.allowPrivilegeEscalation: Invalid value: true: Allowing privilege escalation for containers is not allowed")]
    [InlineData("""{"defaultAllowPrivilegeEscalation": false}""", "{}",
        "/spec/containers/0/securityContext/allowPrivilegeEscalation: (none) -> false")]
    [InlineData("""{"defaultAllowPrivilegeEscalation": true}""", "{}",
        "/spec/containers/0/securityContext/allowPrivilegeEscalation: (none) -> true")]
    public void Privilege_escalation(string policy, string context, string answer) => Assert.Equal(
        answer.Replace("S.", "spec.containers[0].securityContext."),
        Given.Container($$$"""{"securityContext": {{{context}}}}""").Answer(Given.Policy(policy)));
}

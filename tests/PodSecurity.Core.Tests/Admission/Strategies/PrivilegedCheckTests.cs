namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class PrivilegedCheckTests
{
    [Theory]
    [InlineData("""{"privileged": false}""", """{"privileged": true}""",
        "Denied: S.privileged: Invalid value: true: Privileged containers are not allowed")]
    [InlineData("""{"privileged": false}""", """{"privileged": false}""", "")]
    public void Privileged(string policy, string context, string answer) => Assert.Equal(
        answer.Replace("S.", "spec.containers[0].securityContext."),
        Given.Container($$$"""{"securityContext": {{{context}}}}""").Answer(Given.Policy(policy)));
}

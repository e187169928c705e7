namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class ProcMountCheckTests
{
    [Theory]
    [InlineData("{}", """{"procMount": "Unmasked"}""", "Denied: S.procMount: Invalid value: \"Unmasked\": ProcMountType is not allowed")]
    [InlineData("""{"allowedProcMountTypes": ["Unmasked"]}""", """{"procMount": "Unmasked"}""",
        "Denied: S.procMount: Invalid value: \"Unmasked\": ProcMountType is not allowed")]
    [InlineData("""{"allowedProcMountTypes": ["Unmasked"]}""", """{"procMount": "Default"}""", "")]
    [InlineData("{}", """{"procMount": ""}""", "Denied: S.procMount: Invalid value: \"\": ProcMountType is not allowed")]
    public void Only_the_default_whatever_the_policy_says(string policy, string context, string answer) => Assert.Equal(
        answer.Replace("S.", "spec.containers[0].securityContext."),
        Given.Container($$$"""{"securityContext": {{{context}}}}""").Answer(Given.Policy(policy)));
}

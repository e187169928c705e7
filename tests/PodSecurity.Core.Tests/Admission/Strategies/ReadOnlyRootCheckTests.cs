namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class ReadOnlyRootCheckTests
{
    [Theory]
    [InlineData("""{"readOnlyRootFilesystem": true}""", "{}", "/spec/containers/0/securityContext/readOnlyRootFilesystem: (none) -> true")]
    [InlineData("""{"readOnlyRootFilesystem": true}""", """{"readOnlyRootFilesystem": false}""",
        "Denied: S.readOnlyRootFilesystem: Invalid value: false: ReadOnlyRootFilesystem must be set to true")]
    public void Read_only_root_file_systems(string policy, string context, string answer) => Assert.Equal(
        answer.Replace("S.", "spec.containers[0].securityContext."),
        Given.Container($$$"""{"securityContext": {{{context}}}}""").Answer(Given.Policy(policy)));
}

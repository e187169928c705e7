namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class RuntimeClassCheckTests
{
    [Theory]
    [InlineData("""{"allowedRuntimeClassNames": []}""", "null", "")]
    [InlineData("""{"allowedRuntimeClassNames": []}""", "\"a\"", "Denied: spec.runtimeClassName: Invalid value: \"a\"")]
    [InlineData("""{"allowedRuntimeClassNames": ["a"]}""", "\"\"", "Denied: spec.runtimeClassName: Invalid value: \"\"")]
    [InlineData("""{"allowedRuntimeClassNames": ["*"], "defaultRuntimeClassName": "d"}""", "null", "/spec/runtimeClassName: (none) -> d")]
    [InlineData("""{"allowedRuntimeClassNames": ["d"], "defaultRuntimeClassName": "d"}""", "\"d\"", "")]
    [InlineData("null", "\"a\"", "")]
    public void Runtime_classes(string rule, string name, string answer) =>
        Assert.Equal(
            answer, Given.Pod($$$"""{"runtimeClassName": {{{name}}}}""").Answer(Given.Policy($$$"""{"runtimeClass": {{{rule}}}}""")));
}

using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Admission.Strategies;

public sealed class CapabilitiesStrategyTests
{
    private const string Add = "spec.containers[0].securityContext.capabilities.add: Invalid value: ";

    [Theory]
    [InlineData("""{"allowedCapabilities": null}""", """{"add": ["KILL"]}""", "Denied: " + Add + "\"KILL\": capability may not be added")]
    [InlineData("""{"allowedCapabilities": ["KILL"]}""", """{"add": ["kill", "KILL", "kill"]}""",
        "Denied: " + Add + "\"kill\": capability may not be added; " + Add + "\"kill\": capability may not be added")]
    [InlineData("""{"allowedCapabilities": ["KILL"]}""", """{"add": ["CAP_KILL"]}""",
        "Denied: " + Add + "\"CAP_KILL\": capability may not be added")]
    [InlineData("""{"allowedCapabilities": ["KILL"]}""", """{"add": ["*"]}""", "Denied: " + Add + "\"*\": capability may not be added")]
    [InlineData("""{"allowedCapabilities": null}""", "{}", "")]
    [InlineData("""{"allowedCapabilities": null}""", """{"drop": ["KILL"]}""", "")]
    public void Only_allowed_capabilities_may_be_added_and_names_are_compared_as_written(
        string policy, string capabilities, string answer) =>
        Assert.Equal(answer, Container(capabilities).Answer(Given.Policy(policy)));

    [Theory]
    [InlineData("null", "C/add: (none) -> [A, B]; C/drop: (none) -> [X, Y]")]
    [InlineData("{}", "C/add: (none) -> [A, B]; C/drop: (none) -> [X, Y]")]
    [InlineData("""{"add": ["B", "A"], "drop": ["Y", "X"]}""", "")]
    [InlineData("""{"add": ["Z", "B", "B"], "drop": ["Y", "X"]}""", "C/add: [Z, B, B] -> [A, B, Z]; C/drop: [Y, X] -> [X, Y]")]
    [InlineData("""{"add": ["B", "A"], "drop": ["Y", "A"]}""", "C/add: [B, A] -> [A, B]; C/drop: [Y, A] -> [A, X, Y]")]
    [InlineData("""{"drop": ["B", "X", "Y"]}""", "C/add: (none) -> [A]")]
    [InlineData("""{"drop": ["A", "B", "Y", "X"]}""", "")]
    public void Both_lists_are_sorted_as_soon_as_one_is_completed(string capabilities, string changes) => Assert.Equal(
        changes.Replace("C/", "/spec/containers/0/securityContext/capabilities/"),
        Container(capabilities).Answer(Given.Policy("""{"defaultAddCapabilities": ["B", "A"], "requiredDropCapabilities": ["Y", "X"]}""")));

    [Fact]
    public void Default_capabilities_are_allowed() => Assert.Equal(
        "",
        Container("""{"add": ["A"]}""").Answer(Given.Policy("""{"allowedCapabilities": null, "defaultAddCapabilities": ["A"]}""")));

    private static Workload Container(string capabilities) =>
        Given.Container($$$"""{"securityContext": {"capabilities": {{{capabilities}}}}}""");
}

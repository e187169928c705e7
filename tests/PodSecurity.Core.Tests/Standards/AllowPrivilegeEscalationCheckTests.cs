namespace PodSecurity.Core.Tests.Standards;

public sealed class AllowPrivilegeEscalationCheckTests
{
    [Theory]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":true}},{"name":"b"},{"name":"c","securityContext":{"allowPrivilegeEscalation":false}}]}""",
        7,
        null)]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":true}},{"name":"b"},{"name":"c","securityContext":{"allowPrivilegeEscalation":false}}]}""",
        8,
        """containers "a", "b" must set securityContext.allowPrivilegeEscalation=false""")]
    [InlineData("""{"containers":[{"name":"a"}]}""", 37, """container "a" must set securityContext.allowPrivilegeEscalation=false""")]
    [InlineData(
        """{"os":{"name":"windows"},"containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":true}},{"name":"b"},{"name":"c","securityContext":{"allowPrivilegeEscalation":false}}]}""",
        24,
        """containers "a", "b" must set securityContext.allowPrivilegeEscalation=false""")]
    [InlineData(
        """{"os":{"name":"windows"},"containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":true}},{"name":"b"},{"name":"c","securityContext":{"allowPrivilegeEscalation":false}}]}""",
        25,
        null)]
    [InlineData(
        """{"os":{"name":"Windows"},"containers":[{"name":"a"}]}""",
        37,
        """container "a" must set securityContext.allowPrivilegeEscalation=false""")]
    public void Detail_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("allowPrivilegeEscalation", spec, minor));
}

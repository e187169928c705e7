namespace PodSecurity.Core.Tests.Standards;

public sealed class CapabilitiesRestrictedCheckTests
{
    [Theory]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["SYS_ADMIN","CHOWN"]}}},{"name":"b","securityContext":{"capabilities":{"add":["CAP_CHOWN","SYS_ADMIN"]}}}]}""",
        21,
        null)]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["SYS_ADMIN","CHOWN"]}}},{"name":"b","securityContext":{"capabilities":{"add":["CAP_CHOWN","SYS_ADMIN"]}}}]}""",
        22,
        """containers "a", "b" must set securityContext.capabilities.drop=["ALL"]; containers "a", "b" must not include "CAP_CHOWN", "CHOWN", "SYS_ADMIN" in securityContext.capabilities.add""")]
    [InlineData(
        """{"os":{"name":"windows"},"containers":[{"name":"a","securityContext":{"capabilities":{"add":["SYS_ADMIN","CHOWN"]}}},{"name":"b","securityContext":{"capabilities":{"add":["CAP_CHOWN","SYS_ADMIN"]}}}]}""",
        25,
        null)]
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b","securityContext":{"capabilities":{"drop":["all"]}}},{"name":"c","securityContext":{"capabilities":{"drop":["X","ALL"],"add":["NET_BIND_SERVICE"]}}}]}""",
        37,
        """containers "a", "b" must set securityContext.capabilities.drop=["ALL"]""")]
    public void Detail_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("capabilities_restricted", spec, minor));
}

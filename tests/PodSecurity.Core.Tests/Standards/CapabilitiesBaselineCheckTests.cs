namespace PodSecurity.Core.Tests.Standards;

public sealed class CapabilitiesBaselineCheckTests
{
    [Theory]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["CHOWN","NET_BIND_SERVICE"],"drop":["X"]}}}]}""",
        null)]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["SYS_ADMIN","CHOWN"]}}},{"name":"b","securityContext":{"capabilities":{"add":["CAP_CHOWN","SYS_ADMIN"]}}}]}""",
        """containers "a", "b" must not include "CAP_CHOWN", "SYS_ADMIN" in securityContext.capabilities.add""")]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["ALL"]}}}]}""",
        """container "a" must not include "ALL" in securityContext.capabilities.add""")]
    public void Detail_of_the_newest_version(string spec, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("capabilities_baseline", spec));
}

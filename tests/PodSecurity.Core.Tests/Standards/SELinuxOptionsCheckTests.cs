namespace PodSecurity.Core.Tests.Standards;

public sealed class SELinuxOptionsCheckTests
{
    [Theory]
    [InlineData(
        """{"securityContext":{"seLinuxOptions":{"type":"","level":"s0"}},"containers":[{"name":"a","securityContext":{"seLinuxOptions":{"type":"container_t"}}}]}""",
        0,
        null)]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}}]}""",
        30,
        "container \"a\" set forbidden securityContext.seLinuxOptions: type \"container_engine_t\"")]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}}]}""", 31, null)]
    [InlineData(
        """{"securityContext":{"seLinuxOptions":{"user":"u"}},"containers":[{"name":"a"}]}""",
        37,
        """pod set forbidden securityContext.seLinuxOptions: user may not be set""")]
    [InlineData(
        """{"securityContext":{"seLinuxOptions":{"type":"b","role":"r"}},"containers":[{"name":"a","securityContext":{"seLinuxOptions":{"type":"a","user":"u"}}}]}""",
        37,
        """pod and container "a" set forbidden securityContext.seLinuxOptions: types "a", "b"; user may not be set; role may not be set""")]
    public void Detail_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("seLinuxOptions", spec, minor));
}

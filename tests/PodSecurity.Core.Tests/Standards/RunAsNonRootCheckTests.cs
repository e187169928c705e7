namespace PodSecurity.Core.Tests.Standards;

public sealed class RunAsNonRootCheckTests
{
    [Theory]
    [InlineData("""{"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a"}]}""", 0, null)]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"runAsNonRoot":true}}]}""", 37, null)]
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b","securityContext":{"runAsNonRoot":true}}]}""",
        37,
        """pod or container "a" must set securityContext.runAsNonRoot=true""")]
    [InlineData(
        """{"securityContext":{"runAsNonRoot":false},"containers":[{"name":"a","securityContext":{"runAsNonRoot":true}}]}""",
        37,
        """pod must not set securityContext.runAsNonRoot=false""")]
    [InlineData(
        """{"securityContext":{"runAsNonRoot":false},"containers":[{"name":"a","securityContext":{"runAsNonRoot":false}},{"name":"b"}]}""",
        37,
        """pod and container "a" must not set securityContext.runAsNonRoot=false""")]
    [InlineData(
        """{"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a","securityContext":{"runAsNonRoot":false}},{"name":"b","securityContext":{"runAsNonRoot":false}}]}""",
        37,
        """containers "a", "b" must not set securityContext.runAsNonRoot=false""")]
    [InlineData(
        """{"hostUsers":false,"containers":[{"name":"a"}]}""",
        34,
        """pod or container "a" must set securityContext.runAsNonRoot=true""")]
    [InlineData("""{"hostUsers":false,"containers":[{"name":"a"}]}""", 35, null)]
    public void Detail_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("runAsNonRoot", spec, minor));
}

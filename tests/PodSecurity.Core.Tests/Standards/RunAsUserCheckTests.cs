namespace PodSecurity.Core.Tests.Standards;

public sealed class RunAsUserCheckTests
{
    [Theory]
    [InlineData("""{"securityContext":{"runAsUser":0},"containers":[{"name":"a"}]}""", 22, null)]
    [InlineData("""{"securityContext":{"runAsUser":0},"containers":[{"name":"a"}]}""", 23, """pod must not set runAsUser=0""")]
    [InlineData(
        """{"securityContext":{"runAsUser":0},"containers":[{"name":"a","securityContext":{"runAsUser":0}},{"name":"b","securityContext":{"runAsUser":1}}]}""",
        37,
        """pod and container "a" must not set runAsUser=0""")]
    [InlineData("""{"securityContext":{"runAsUser":1},"containers":[{"name":"a"}]}""", 37, null)]
    [InlineData("""{"hostUsers":false,"securityContext":{"runAsUser":0},"containers":[{"name":"a"}]}""", 35, null)]
    public void Detail_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("runAsUser", spec, minor));
}

namespace PodSecurity.Core.Tests.Standards;

public sealed class PrivilegedCheckTests
{
    [Theory]
    [InlineData("""{"containers":[{"name":"a"}]}""", null)]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"privileged":false}}]}""", null)]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"privileged":null}}]}""", null)]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"privileged":true}}]}""",
        """container "a" must not set securityContext.privileged=true""")]
    [InlineData(
        """{"ephemeralContainers":[{"name":"e","securityContext":{"privileged":true}}],"containers":[{"name":"a","securityContext":{"privileged":true}}],"initContainers":[{"name":"i","securityContext":{"privileged":true}}]}""",
        """containers "i", "a", "e" must not set securityContext.privileged=true""")]
    public void Detail_of_the_newest_version(string spec, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("privileged", spec));
}

namespace PodSecurity.Core.Tests.Standards;

public sealed class WindowsHostProcessCheckTests
{
    [Theory]
    [InlineData("""{"securityContext":{"windowsOptions":{"hostProcess":false}},"containers":[{"name":"a"}]}""", null)]
    [InlineData(
        """{"securityContext":{"windowsOptions":{"hostProcess":true}},"containers":[{"name":"a"}]}""",
        """pod must not set securityContext.windowsOptions.hostProcess=true""")]
    [InlineData(
        """{"securityContext":{"windowsOptions":{"hostProcess":true}},"containers":[{"name":"a","securityContext":{"windowsOptions":{"hostProcess":true}}}]}""",
        """pod and container "a" must not set securityContext.windowsOptions.hostProcess=true""")]
    public void Detail_of_the_newest_version(string spec, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("windowsHostProcess", spec));
}

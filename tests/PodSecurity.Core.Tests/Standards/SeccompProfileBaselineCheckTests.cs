namespace PodSecurity.Core.Tests.Standards;

public sealed class SeccompProfileBaselineCheckTests
{
    [Theory]
    [InlineData("""{"containers":[{"name":"a"}]}""", 37, null)]
    [InlineData(
        """{"securityContext":{"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","securityContext":{"seccompProfile":{"type":"Localhost"}}}]}""",
        37,
        null)]
    [InlineData("""{"securityContext":{"seccompProfile":{"type":"Unconfined"}},"containers":[{"name":"a"}]}""", 18, null)]
    [InlineData(
        """{"securityContext":{"seccompProfile":{"type":"Unconfined"}},"containers":[{"name":"a","securityContext":{"seccompProfile":{"type":""}}}]}""",
        19,
        "pod and container \"a\" must not set securityContext.seccompProfile.type to \"\", \"Unconfined\"")]
    public void Detail_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("seccompProfile_baseline", spec, minor));
}

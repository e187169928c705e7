namespace PodSecurity.Core.Tests.Standards;

public sealed class SeccompProfileRestrictedCheckTests
{
    [Theory]
    [InlineData("""{"containers":[{"name":"a"}]}""", 18, null)]
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b","securityContext":{"seccompProfile":{"type":"Localhost"}}}]}""",
        19,
        "pod or container \"a\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"")]
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b"}]}""",
        37,
        "pod or containers \"a\", \"b\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"")]
    [InlineData("""{"securityContext":{"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a"}]}""", 37, null)]
    [InlineData(
        """{"securityContext":{"seccompProfile":{"type":"Unconfined"}},"containers":[{"name":"a","securityContext":{"seccompProfile":{"type":""}}}]}""",
        37,
        "pod and container \"a\" must not set securityContext.seccompProfile.type to \"\", \"Unconfined\"")]
    [InlineData(
        """{"securityContext":{"seccompProfile":{"type":"x","localhostProfile":"p"}},"containers":[{"name":"a"}]}""",
        37,
        "pod must not set securityContext.seccompProfile.type to \"x\"")]
    [InlineData(
        """{"os":{"name":"windows"},"containers":[{"name":"a"}]}""",
        24,
        "pod or container \"a\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"")]
    [InlineData("""{"os":{"name":"windows"},"containers":[{"name":"a"}]}""", 25, null)]
    public void Detail_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("seccompProfile_restricted", spec, minor));
}

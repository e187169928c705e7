namespace PodSecurity.Core.Tests.Standards;

public sealed class ProcMountCheckTests
{
    [Theory]
    [InlineData("""{"containers":[{"name":"a"}]}""", 0, null)]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}},{"name":"b","securityContext":{"procMount":""}},{"name":"c","securityContext":{"procMount":"Default"}},{"name":"d"}]}""",
        0,
        "containers \"a\", \"b\" must not set securityContext.procMount to \"\", \"Unmasked\"")]
    [InlineData(
        """{"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}},{"name":"b","securityContext":{"procMount":""}},{"name":"c","securityContext":{"procMount":"Default"}},{"name":"d"}]}""",
        34,
        "containers \"a\", \"b\" must not set securityContext.procMount to \"\", \"Unmasked\"")]
    [InlineData(
        """{"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}},{"name":"b","securityContext":{"procMount":""}},{"name":"c","securityContext":{"procMount":"Default"}},{"name":"d"}]}""",
        35,
        null)]
    [InlineData(
        """{"hostUsers":true,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}},{"name":"b","securityContext":{"procMount":""}},{"name":"c","securityContext":{"procMount":"Default"}},{"name":"d"}]}""",
        37,
        "containers \"a\", \"b\" must not set securityContext.procMount to \"\", \"Unmasked\"")]
    public void Baseline_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("procMount", spec, minor));

    [Theory]
    [InlineData(
        """{"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}},{"name":"b","securityContext":{"procMount":""}},{"name":"c","securityContext":{"procMount":"Default"}},{"name":"d"}]}""",
        34,
        null)]
    [InlineData(
        """{"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}},{"name":"b","securityContext":{"procMount":""}},{"name":"c","securityContext":{"procMount":"Default"}},{"name":"d"}]}""",
        35,
        "containers \"a\", \"b\" must not set securityContext.procMount to \"\", \"Unmasked\"")]
    [InlineData("""{"containers":[{"name":"a"}]}""", 37, null)]
    public void Restricted_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("procMount_restricted", spec, minor));
}

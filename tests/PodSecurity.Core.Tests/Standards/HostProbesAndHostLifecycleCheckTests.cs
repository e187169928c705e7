namespace PodSecurity.Core.Tests.Standards;

public sealed class HostProbesAndHostLifecycleCheckTests
{
    [Theory]
    [InlineData("""{"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"","port":80}}}]}""", 34, null)]
    [InlineData("""{"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"x"}}}]}""", 33, null)]
    [InlineData(
        """{"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"x"}}}]}""",
        34,
        "container \"a\" uses probe or lifecycle host \"x\"")]
    [InlineData(
        """{"containers":[{"name":"b","startupProbe":{"tcpSocket":{"host":"y"}}},{"name":"a","lifecycle":{"preStop":{"httpGet":{"host":"x"}},"postStart":{"tcpSocket":{"host":"y"}}}}]}""",
        37,
        "containers \"a\", \"b\" use probe or lifecycle hosts \"x\", \"y\"")]
    [InlineData("""{"containers":[{"name":"a","readinessProbe":{"grpc":{"port":1},"exec":{"command":["host"]}}}]}""", 37, null)]
    public void Detail_by_version(string spec, int minor, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("hostProbesAndHostLifecycle", spec, minor));
}

namespace PodSecurity.Core.Tests.Standards;

public sealed class HostPortsCheckTests
{
    [Theory]
    [InlineData("""{"containers":[{"name":"a","ports":[{"containerPort":80},{"containerPort":81,"hostPort":0}]}]}""", null)]
    [InlineData("""{"containers":[{"name":"a","ports":[{"containerPort":80,"hostPort":80}]}]}""", """container "a" uses hostPort 80""")]
    [InlineData(
        """{"containers":[{"name":"b","ports":[{"containerPort":1,"hostPort":443},{"containerPort":2,"hostPort":10250}]},{"name":"a","ports":[{"containerPort":3,"hostPort":443}]}]}""",
        """containers "b", "a" use hostPorts 10250, 443""")]
    public void Detail_of_the_newest_version(string spec, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("hostPorts", spec));
}

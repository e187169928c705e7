namespace PodSecurity.Core.Tests.Standards;

public sealed class HostNamespacesCheckTests
{
    [Theory]
    [InlineData("""{"hostNetwork":false,"hostPID":null}""", null)]
    [InlineData("""{"hostPID":true}""", """hostPID=true""")]
    [InlineData("""{"hostIPC":true,"hostPID":true,"hostNetwork":true}""", """hostNetwork=true, hostPID=true, hostIPC=true""")]
    public void Detail_of_the_newest_version(string spec, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("hostNamespaces", spec));
}

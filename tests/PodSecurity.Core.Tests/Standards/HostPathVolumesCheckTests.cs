namespace PodSecurity.Core.Tests.Standards;

public sealed class HostPathVolumesCheckTests
{
    [Theory]
    [InlineData("""{"volumes":[{"name":"v","emptyDir":{}},{"name":"w"},{"name":"x","hostPath":null}]}""", null)]
    [InlineData("""{"volumes":[{"name":"v","hostPath":{"path":"/"}}]}""", "volume \"v\"")]
    [InlineData("""{"volumes":[{"name":"v","hostPath":{}},{"name":"w","hostPath":{},"secret":{}}]}""", "volumes \"v\", \"w\"")]
    public void Detail_of_the_newest_version(string spec, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("hostPathVolumes", spec));
}

namespace PodSecurity.Core.Tests.Standards;

public sealed class RestrictedVolumesCheckTests
{
    [Theory]
    [InlineData(
        """{"volumes":[{"name":"a","image":{}},{"name":"b","csi":{"driver":"x"}},{"name":"c","ephemeral":{}},{"name":"d","hostPath":{},"configMap":{}}]}""",
        null)]
    [InlineData("""{"volumes":[{"name":"v","nfs":{}}]}""", "volume \"v\" uses restricted volume type \"nfs\"")]
    [InlineData(
        """{"volumes":[{"name":"b","storageos":{},"portworxVolume":{}},{"name":"a","cephfs":{}},{"name":"n"}]}""",
        "volumes \"b\", \"a\", \"n\" use restricted volume types \"cephfs\", \"portworxVolume\", \"unknown\"")]
    public void Detail_of_the_newest_version(string spec, string? detail) =>
        Assert.Equal(detail, CheckCase.Detail("restrictedVolumes", spec));
}

using PodSecurity.Api;
using static PodSecurity.Core.Tests.Documents;

namespace PodSecurity.Core.Tests.Api;

public sealed class VolumeDecodingTests
{
    [Theory]
    [InlineData("""{"name":"v"}""", "emptyDir")]
    [InlineData("""{"name":"v","emptyDir":{}}""", "emptyDir")]
    [InlineData("""{"configMap":{"name":"c"}}""", "configMap")]
    [InlineData("""{"cephfs":{"monitors":["m"]}}""", "cephFS")]
    [InlineData("""{"storageos":{}}""", "storageos")]
    [InlineData("""{"ephemeral":{"volumeClaimTemplate":{}}}""", "ephemeral")]
    [InlineData("""{"image":{"reference":"r"}}""", "emptyDir")]
    [InlineData("""{"secret":{},"hostPath":{"path":"/"}}""", "hostPath")]
    [InlineData("""{"hostPath":null,"secret":{}}""", "secret")]
    public void The_source_is_named_as_in_policies(string volume, string kind) => Assert.Equal(kind, Read(volume).Kind);

    [Fact]
    public void Keeps_what_policies_restrict()
    {
        Assert.Equal("/var/log", Read("""{"hostPath":{"path":"/var/log","type":"Directory"}}""").HostPath);
        Assert.Equal("a/b", Read("""{"flexVolume":{"driver":"a/b"}}""").FlexVolumeDriver);
        Assert.Equal("d", Read("""{"csi":{"driver":"d"}}""").CsiDriver);
        Assert.Equal("", Read("""{"hostPath":{}}""").HostPath);
    }

    [Theory]
    [InlineData(true,
        """{"serviceAccountToken":{"path":"token","expirationSeconds":3607}},{"configMap":{"name":"kube-root-ca.crt","items":[]}},{"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}""")]
    [InlineData(true, """{"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"fieldPath":"metadata.namespace"}}]}}""")]
    [InlineData(true, """{"downwardAPI":{}}""")]
    [InlineData(true, """{"serviceAccountToken":{"path":"token","audience":""},"secret":{"name":"s"}}""")]
    [InlineData(true, "")]
    [InlineData(false, """{"serviceAccountToken":{"path":"other"}}""")]
    [InlineData(false, """{"serviceAccountToken":{"path":"token","audience":"vault"}}""")]
    [InlineData(false, """{"serviceAccountToken":{"path":"token"},"configMap":{"name":"mine"}}""")]
    [InlineData(false, """{"configMap":{}}""")]
    [InlineData(false, """{"secret":{"name":"s"}}""")]
    [InlineData(false, """{"serviceAccountToken":{"path":"token"}},{"secret":{"name":"s"}}""")]
    [InlineData(false, "{}")]
    [InlineData(false, "null")]
    [InlineData(false, """{"serviceAccountToken":null}""")]
    [InlineData(false, """{"downwardAPI":{"items":[{"path":"namespace"}]}}""")]
    [InlineData(false, """{"downwardAPI":{"items":[{"path":"name","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}""")]
    [InlineData(false, """{"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}]}}""")]
    public void Knows_the_projection_of_a_service_account_token(bool expected, string sources) =>
        Assert.Equal(expected, Read($$$"""{"projected":{"sources":[{{{sources}}}]}}""").IsServiceAccountTokenProjection);

    [Fact]
    public void Other_sources_are_no_token_projection()
    {
        Assert.False(Read("""{"secret":{}}""").IsServiceAccountTokenProjection);
        Assert.True(Read("""{"projected":{}}""").IsServiceAccountTokenProjection);
    }

    private static Volume Read(string volume) => Assert.Single(PodWithSpec($$"""{"volumes":[{{volume}}]}""").Pod.Volumes);
}

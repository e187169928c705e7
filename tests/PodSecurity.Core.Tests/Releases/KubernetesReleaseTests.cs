namespace PodSecurity.Core.Tests.Releases;

public sealed class KubernetesReleaseTests
{
    [Theory]
    [InlineData("1.13", "1.13")]
    [InlineData("v1.20", "1.20")]
    [InlineData("1.20.2", "1.20")]
    [InlineData("v1.20.15-eks-14c7a48", "1.20")]
    [InlineData("v1.22.17+k3s1", "1.22")]
    [InlineData("1.21+", "1.21")]
    [InlineData("1.19.0", "1.19.3")]
    [InlineData("1.19.3", "1.19.3")]
    [InlineData("1.19.4", "1.19")]
    [InlineData("1.19", "1.19")]
    [InlineData("1.24.17", "1.24")]
    public void A_version_belongs_to_a_release(string version, string release) =>
        Assert.Equal(release, KubernetesRelease.Find(version)?.Name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.12")]
    [InlineData("1.25")]
    [InlineData("2.20")]
    [InlineData("1.x")]
    [InlineData("1.20.x")]
    [InlineData("latest")]
    [InlineData("1.99999999999999999999")]
    public void Others_belong_to_none(string? version) => Assert.Null(KubernetesRelease.Find(version));

    [Theory]
    [InlineData("1.24", false)]
    [InlineData("v1.25.0", true)]
    [InlineData("1.40", true)]
    [InlineData("nonsense", false)]
    public void Policies_end_with_1_24(string version, bool after) => Assert.Equal(after, KubernetesRelease.IsAfterPolicies(version));

    [Fact]
    public void They_stand_in_order() => Assert.Equal(
        "1.13 1.14 1.15 1.16 1.17 1.18 1.19.3 1.19 1.20 1.21 1.22 1.23 1.24", string.Join(' ', KubernetesRelease.All));
}

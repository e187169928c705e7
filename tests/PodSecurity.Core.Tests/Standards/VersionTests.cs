namespace PodSecurity.Core.Tests.Standards;

public sealed class VersionTests
{
    [Theory]
    [InlineData("latest")]
    [InlineData("v1.0")]
    [InlineData("v1.24")]
    [InlineData("v1.99999999999")]
    public void Reads_what_the_server_reads(string text)
    {
        Assert.True(PodSecurityVersion.TryParse(text, out var version));
        Assert.Equal(text, version.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Latest")]
    [InlineData("1.24")]
    [InlineData("v1.")]
    [InlineData("v1.024")]
    [InlineData("v1.00")]
    [InlineData("V1.24")]
    [InlineData("v1.24 ")]
    [InlineData("v1.+4")]
    [InlineData("v1.24.1")]
    [InlineData("v2.0")]
    [InlineData("v1.99999999999999999999")]
    [InlineData("v1.\u0661")]
    public void Takes_anything_else_for_latest_and_says_so(string? text)
    {
        Assert.False(PodSecurityVersion.TryParse(text, out var version));
        Assert.Equal(PodSecurityVersion.Latest, version);
    }
}

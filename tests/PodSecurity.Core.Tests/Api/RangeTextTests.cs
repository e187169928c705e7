namespace PodSecurity.Core.Tests.Api;

public sealed class RangeTextTests
{
    [Theory]
    [InlineData("80", 80, 80)]
    [InlineData("0-65535", 0, 65535)]
    public void Host_ports_are_read(string text, int min, int max)
    {
        var range = HostPortRange.Parse(text);
        Assert.Equal((min, max, text), (range.Min, range.Max, range.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("http")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("90-80")]
    [InlineData("1-2-3")]
    public void Other_texts_are_no_host_ports(string text) =>
        Assert.Contains(
            $"'{text}' is not a port such as 80, or a range such as 8000-8100", Assert.Throws<FormatException>(
                () => HostPortRange.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Ids_may_be_larger_than_ports() => Assert.Equal("0-2147483647", IDRange.Parse("0-2147483647").ToString());

    [Theory]
    [InlineData("/var/log", "/var/log", false)]
    [InlineData("/var/log:ro", "/var/log", true)]
    [InlineData("/a:b", "/a:b", false)]
    public void Host_paths_are_read(string text, string prefix, bool readOnly)
    {
        var path = AllowedHostPath.Parse(text);
        Assert.Equal((prefix, readOnly), (path.PathPrefix, path.ReadOnly));
    }

    [Theory]
    [InlineData("var/log")]
    [InlineData(":ro")]
    public void Relative_paths_are_no_host_paths(string text) => Assert.Throws<FormatException>(() => AllowedHostPath.Parse(text));
}

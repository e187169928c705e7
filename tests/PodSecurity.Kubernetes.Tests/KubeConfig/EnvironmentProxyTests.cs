using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Tests.KubeConfig;

/// <summary>The rules that golang.org/x/net/http/httpproxy documents.</summary>
public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://host", "HTTPS_PROXY=http://p:1", "http://p:1/")]
    [InlineData("https://host", "https_proxy=http://p:1", "http://p:1/")]
    [InlineData("https://host", "HTTPS_PROXY=http://p:1|https_proxy=http://q:1", "http://p:1/")]
    [InlineData("https://host", "HTTPS_PROXY=|https_proxy=http://q:1", "http://q:1/")]
    [InlineData("https://host", "HTTP_PROXY=http://p:1", null)]
    [InlineData("http://host", "HTTP_PROXY=http://p:1", "http://p:1/")]
    [InlineData("https://host", "ALL_PROXY=http://p:1", null)]
    [InlineData("https://host", "HTTPS_PROXY=p:3128", "http://p:3128/")]
    [InlineData("https://host", "HTTPS_PROXY=p", "http://p/")]
    [InlineData("https://host", "HTTPS_PROXY=socks5://p:1", "socks5://p:1/")]
    [InlineData("https://host", "HTTPS_PROXY=https://jane:x@p", "https://jane:x@p/")]
    [InlineData("https://host", "HTTPS_PROXY=%%%", null)]
    [InlineData("https://host", "", null)]
    public void The_variable_of_the_scheme_names_the_proxy(string server, string variables, string? proxy) =>
        Assert.Equal(proxy, For(server, variables)?.AbsoluteUri);

    [Theory]
    [InlineData("localhost", "", true)]
    [InlineData("127.0.0.1", "", true)]
    [InlineData("127.9.9.9", "", true)]
    [InlineData("[::1]", "", true)]
    [InlineData("[::ffff:127.0.0.1]", "", true)]
    [InlineData("[::2]", "", false)]
    [InlineData("localhost.net", "", false)]
    [InlineData("local.localhost", "", false)]
    [InlineData("host", "*", true)]
    [InlineData("host", "a, * ,b", true)]
    [InlineData("192.168.1.1", "192.168.1.1", true)]
    [InlineData("192.168.1.2", "192.168.1.1", false)]
    [InlineData("192.168.1.1:6443", "192.168.1.1:6443", true)]
    [InlineData("192.168.1.1:6443", "192.168.1.1:443", false)]
    [InlineData("192.168.1.1", "192.168.1.1:443", true)]
    [InlineData("10.0.0.3", "10.0.0.0/30", true)]
    [InlineData("10.0.0.4", "10.0.0.0/30", false)]
    [InlineData("10.1.2.3", "10.9.9.9/8", true)]
    [InlineData("11.1.2.3", "10.0.0.0/8", false)]
    [InlineData("11.1.2.3", "0.0.0.0/0", true)]
    [InlineData("10.1.2.3", "10.0.0.0/33", false)]
    [InlineData("10.1.2.3", "10.0.0.0/", false)]
    [InlineData("10.1.2.3", "10/8", false)]
    [InlineData("[2001:db8::52:0:1]", "2001:db8::52:0:1", true)]
    [InlineData("[2001:db8::52:0:2]", "2001:db8::52:0:1", false)]
    [InlineData("[2001:db8::52:0:3]:6443", "[2001:db8::52:0:3]:6443", true)]
    [InlineData("[2001:db8::52:0:3]", "[2001:db8::52:0:3]:6443", false)]
    [InlineData("[2002:db8:a::123]", "2002:db8:a::45/64", true)]
    [InlineData("[2002:db8:b::123]", "2002:db8:a::45/64", false)]
    [InlineData("[fe80::424b:c8be:1643:a1b6]", "2002:db8:a::45/64,10.0.0.0/8", false)]
    [InlineData("foobar.com", "foobar.com", true)]
    [InlineData("www.foobar.com", "foobar.com", true)]
    [InlineData("foofoobar.com", "foobar.com", false)]
    [InlineData("FooBar.COM", "foobar.com", true)]
    [InlineData("foobar.com", "FOOBAR.com", true)]
    [InlineData("barbaz.net", ".barbaz.net", false)]
    [InlineData("www.barbaz.net", ".barbaz.net", true)]
    [InlineData("barbarbaz.net", ".barbaz.net", false)]
    [InlineData("wildcard.io", "*.wildcard.io", false)]
    [InlineData("nested.wildcard.io", "*.wildcard.io", true)]
    [InlineData("awildcard.io", "*.wildcard.io", false)]
    [InlineData("foobar.com:6443", "foobar.com:6443", true)]
    [InlineData("foobar.com", "foobar.com:6443", false)]
    [InlineData("foobar.com", "foobar.com:443", true)]
    [InlineData("foobar.com", " , ,x, foobar.com ", true)]
    [InlineData("foobar.com", ":443", false)]
    [InlineData("foobar.com", ".", false)]
    [InlineData("xn--bcher-kva.example", "bücher.example", true)]
    [InlineData("bücher.example", "bücher.example", true)]
    [InlineData("192.168.1.1", "1", false)]
    public void NO_PROXY_names_the_servers_that_are_reached_directly(string server, string noProxy, bool direct) =>
        Assert.Equal(direct, For($"https://{server}", $"HTTPS_PROXY=http://p:1|NO_PROXY={noProxy}") is null);

    private static Uri? For(string server, string variables) => EnvironmentProxy.For(new(server), new()
    {
        Variables = variables.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=', 2)).ToDictionary(
            parts => parts[0], parts => parts[1]),
        WorkingFolder = "/",
    });
}

using System.Net;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>
/// The proxy that the environment asks for: HTTPS_PROXY or HTTP_PROXY and NO_PROXY, by the rules of Go's httpproxy, which kubectl follows.
/// What the system is set to (Windows' and macOS' settings, PAC scripts) does not count, as with kubectl.
/// </summary>
internal static class EnvironmentProxy
{
    /// <summary>The proxy for the way to a server; null: none.</summary>
    public static Uri? For(Uri server, KubeEnvironment environment)
    {
        var name = server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        return Any(environment, name) is { } text && Parse(text) is { } proxy && !IsExempt(server, Any(environment, "NO_PROXY") ?? "")
            ? proxy
            : null;
    }

    private static string? Any(KubeEnvironment environment, string name) => environment[name] ?? environment[name.ToLowerInvariant()];

    /// <summary>A URL, or HOST[:PORT]. What is neither is as good as not set.</summary>
    private static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "socks5" ? url
        : Uri.TryCreate($"http://{text}", UriKind.Absolute, out var address) ? address
        : null;

    private static bool IsExempt(Uri server, string noProxy)
    {
        var host = server.IdnHost;
        var address = IpAddresses.Parse(host);
        return host == "localhost" || (address is not null && IPAddress.IsLoopback(address))
            || noProxy.Split(',', StringSplitOptions.TrimEntries).Any(
                entry => Matches(entry.ToLowerInvariant(), host, address, server.Port));
    }

    /// <summary>An entry of NO_PROXY: <c>*</c>, a network, an address or a domain, the latter two with or without a port.</summary>
    private static bool Matches(string entry, string host, IPAddress? address, int port)
    {
        if (entry == "*" || (address is not null && IpAddresses.IsInNetwork(address, entry)))
        {
            return true;
        }
        var (name, wanted) = SplitPort(entry);
        if (name.Length == 0 || (wanted.Length > 0 && wanted != $"{port}"))
        {
            return false;
        }
        return IpAddresses.Parse(name) is { } exempt ? exempt.Equals(address) : IsInDomain(host, name);
    }

    /// <summary><c>x.y</c> is x.y and all below it; <c>.x.y</c> and <c>*.x.y</c> are what is below it.</summary>
    private static bool IsInDomain(string host, string domain)
    {
        domain = domain.StartsWith("*.", StringComparison.Ordinal) ? domain[1..] : domain;
        var ascii = Uri.TryCreate($"http://{domain.TrimStart('.')}/", UriKind.Absolute, out var url) ? url.IdnHost : domain.TrimStart('.');
        return (domain[0] != '.' && host == ascii) || host.EndsWith($".{ascii}", StringComparison.Ordinal);
    }

    /// <summary><c>HOST:PORT</c> or <c>[ADDRESS]:PORT</c>; anything else, such as an address of IPv6 by itself, has no port.</summary>
    private static (string Host, string Port) SplitPort(string entry)
    {
        var colon = entry.LastIndexOf(':');
        if (entry.StartsWith('['))
        {
            return colon > 0 && entry[colon - 1] == ']' ? (entry[1..(colon - 1)], entry[(colon + 1)..]) : (entry, "");
        }
        return colon >= 0 && entry.IndexOf(':') == colon ? (entry[..colon], entry[(colon + 1)..]) : (entry, "");
    }
}

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>Reads the addresses of a cluster entry.</summary>
internal static class ServerAddress
{
    /// <summary>
    /// A URL, or HOST[:PORT], for which the presence of TLS settings decides between https and http. A path is a prefix of every
    /// request. Ends with a slash.
    /// </summary>
    public static Uri Parse(KubeCluster cluster)
    {
        var text = cluster.Server ?? throw KubeConfigErrors.Configuration($"The cluster '{cluster.Name}' in {cluster.File} has no server.");
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = (UsesTls(cluster) ? "https://" : "http://") + text;
        }
        // A path with an @ is a mistyped address, and what stands before it may be a password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.AbsolutePath.Contains('@'))
        {
            throw KubeConfigErrors.Configuration(
                $"The server '{WithoutPassword(cluster.Server)}' of cluster '{cluster.Name}' in {cluster.File} is not an https address.");
        }
        return new UriBuilder(uri.Scheme, uri.Host, uri.Port, uri.AbsolutePath.TrimEnd('/') + "/").Uri;
    }

    /// <summary>The name that the certificate is checked against, if it is not the server's.</summary>
    public static string? TlsServerName(KubeCluster cluster)
    {
        try
        {
            // It will be given to the connection in this way, and must be possible there.
            using var request = new HttpRequestMessage();
            request.Headers.Host = cluster.TlsServerName;
            return cluster.TlsServerName;
        }
        catch (FormatException wrong)
        {
            throw KubeConfigErrors.Configuration(
                $"The tls-server-name of cluster '{cluster.Name}' in {cluster.File} is no host name.", wrong);
        }
    }

    public static Uri? ParseProxy(KubeCluster cluster)
    {
        if (cluster.ProxyUrl is null)
        {
            return null;
        }
        return Uri.TryCreate(cluster.ProxyUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5"
            ? uri
            : throw KubeConfigErrors.Configuration(
                $"The proxy-url of cluster '{cluster.Name}' in {cluster.File} is not an http, https or socks5 address.");
    }

    /// <summary>For messages: as people write it, and without a password that may stand in it.</summary>
    public static string Display(Uri server) =>
        server.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>A text that is no address may still hold NAME:PASSWORD@, wherever.</summary>
    private static string WithoutPassword(string text)
    {
        var end = text.LastIndexOf('@');
        var start = text.IndexOf("://", StringComparison.Ordinal);
        return end < 0 ? text : start >= 0 && start < end ? $"{text[..(start + 3)]}***{text[end..]}" : $"***{text[end..]}";
    }

    private static bool UsesTls(KubeCluster cluster) =>
        cluster.InsecureSkipTlsVerify || cluster.CertificateAuthority is not null || cluster.CertificateAuthorityData is not null;
}

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
            text = (UsesTls(cluster) ? "https://" : "http://") + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
            throw KubeConfigErrors.Configuration($"The server '{cluster.Server}' of cluster '{cluster.Name}' in {cluster.File} is not an https address.");
        return new UriBuilder(uri.Scheme, uri.Host, uri.Port, uri.AbsolutePath.TrimEnd('/') + "/").Uri;
    }

    public static Uri? ParseProxy(KubeCluster cluster)
    {
        if (cluster.ProxyUrl is null)
            return null;
        return Uri.TryCreate(cluster.ProxyUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5"
            ? uri
            : throw KubeConfigErrors.Configuration($"The proxy-url of cluster '{cluster.Name}' in {cluster.File} is not an http, https or socks5 address.");
    }

    /// <summary>For messages: as people write it, and without a password that may stand in it.</summary>
    public static string Display(Uri server) => server.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    private static bool UsesTls(KubeCluster cluster) =>
        cluster.InsecureSkipTlsVerify || cluster.CertificateAuthority is not null || cluster.CertificateAuthorityData is not null;
}

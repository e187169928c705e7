using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Credentials;
using PodSecurity.Kubernetes.Targets;

namespace PodSecurity.Kubernetes.Http;

/// <summary>
/// The HTTP connections, which are KubernetesClient's. A client certificate belongs to a connection, so a renewed one means a
/// new client; the former lives on for the requests that are under way.
/// </summary>
internal sealed class ApiTransport(ClusterTarget target) : IDisposable
{
    private static readonly string UserAgent = $"PodSecurity/{typeof(ApiTransport).Assembly.GetName().Version!.ToString(3)}";
    private readonly object _lock = new();
    private readonly List<k8s.Kubernetes> _clients = [];
    private readonly List<X509Certificate2> _shown = [];
    private ClientCertificate? _certificate;

    public Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage message, ClientCertificate? certificate, CancellationToken cancellationToken) =>
        ClientFor(certificate).HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose()
    {
        lock (_lock)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
            _shown.ForEach(certificate => certificate.Dispose());
            _shown.Clear();
        }
    }

    private k8s.Kubernetes ClientFor(ClientCertificate? certificate)
    {
        lock (_lock)
        {
            if (_clients.Count == 0 || !ReferenceEquals(certificate, _certificate))
            {
                _clients.Add(Create(certificate));
                _certificate = certificate;
            }

            return _clients[^1];
        }
    }

    private k8s.Kubernetes Create(ClientCertificate? certificate)
    {
        var shown = certificate is null ? null : Load(certificate);
        return new(new()
        {
            Host = target.Server.AbsoluteUri,
            SkipTlsVerify = target.SkipTlsVerify,
            UserAgent = UserAgent,
            FirstMessageHandlerSetup = handler => Configure(handler, shown),
        });
    }

    private SslStreamCertificateContext Load(ClientCertificate certificate)
    {
        try
        {
            var loaded = ClientCertificateLoader.Load(certificate, OperatingSystem.IsWindows());
            _shown.Add(loaded.TargetCertificate);
            return loaded;
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            throw new ClusterException(
                ClusterFailure.Authentication,
                    $"The client certificate and key of {target.CredentialOwner} cannot be used: {broken.Message.TrimEnd('.')}.", broken);
        }
    }

    private void Configure(SocketsHttpHandler handler, SslStreamCertificateContext? shown)
    {
        handler.SslOptions.ClientCertificateContext = shown;
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        // User names are sent as UTF-8, as kubectl does.
        handler.RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8;
        handler.PlaintextStreamFilter = (connection, _) => ValueTask.FromResult(HeaderLines.Wrap(connection.PlaintextStream));
        // Not what the system is set to: the target knows all that kubectl would heed.
        handler.UseProxy = target.Proxy is not null;
        if (target.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(
                new Uri(proxy.GetLeftPart(UriPartial.Scheme) + proxy.Authority)) { Credentials = ProxyCredentials(proxy) };
        }
        if (!target.SkipTlsVerify)
        {
            new ServerTrust(target.Authorities).Configure(handler.SslOptions);
        }
    }

    private static NetworkCredential? ProxyCredentials(Uri proxy)
    {
        var parts = proxy.UserInfo.Split(':', 2);
        return proxy.UserInfo.Length == 0 ? null : new(
            Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
    }
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PodSecurity.Kubernetes.Http;

/// <summary>
/// Whether the server is who it shall be. The check is the platform's, given the cluster's authorities; KubernetesClient's own accepts an
/// authority's certificate for any host name. Nothing is downloaded meanwhile.
/// </summary>
/// <param name="authorities">Those of the kubeconfig; null: the system's.</param>
internal sealed class ServerTrust(X509Certificate2Collection? authorities)
{
    public void Configure(SslClientAuthenticationOptions options)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }
        options.CertificateChainPolicy = policy;
        options.RemoteCertificateValidationCallback = (connection, certificate, chain, errors) =>
            errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && EndsAtAuthority(chain))
                ? true
                : throw ServerCertificateException.For(
                    certificate as X509Certificate2, chain, errors, (connection as SslStream)?.TargetHostName ?? "",
                        authorities is not null);
    }

    /// <summary>
    /// As for Go, an authority need not be a root: what the kubeconfig names is trusted, whoever issued it. For .NET a chain that ends
    /// there
    /// is not complete, and that must be all that is wrong with it. OpenSSL then leaves out the dates of the last certificate.
    /// </summary>
    private bool EndsAtAuthority(X509Chain? chain) =>
        authorities is not null && chain is { ChainElements: [.., var last] } && chain.ChainStatus.All(
            status => status.Status == X509ChainStatusFlags.PartialChain)
        && !ServerCertificateException.IsUntimely(last.Certificate)
        && authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(last.Certificate.RawDataMemory.Span));
}

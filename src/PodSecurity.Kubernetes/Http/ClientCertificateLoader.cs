using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PodSecurity.Kubernetes.Credentials;

namespace PodSecurity.Kubernetes.Http;

/// <summary>Makes of PEM texts what a TLS connection can show.</summary>
internal static class ClientCertificateLoader
{
    /// <summary>The caller disposes of the target certificate.</summary>
    /// <exception cref="CryptographicException">They are no certificate and its key.</exception>
    /// <exception cref="ArgumentException">The key is that of another certificate.</exception>
    public static SslStreamCertificateContext Load(ClientCertificate pem, bool isWindows)
    {
        var certificate = X509Certificate2.CreateFromPem(pem.Certificate, pem.Key);
        if (isWindows)
        {
            // Windows would put the other certificates of the file into the user's store.
            return SslStreamCertificateContext.Create(InKeyStore(certificate), null, offline: true);
        }
        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem.Certificate);
        return SslStreamCertificateContext.Create(certificate, [.. all.Skip(1)], offline: true);
    }

    /// <summary>
    /// Windows' TLS takes no keys that live in memory only: this goes through a key store, where the key is until the certificate is
    /// disposed
    /// of. A service whose profile is not loaded has none of its own, but the machine has one.
    /// </summary>
    private static X509Certificate2 InKeyStore(X509Certificate2 certificate)
    {
        using (certificate)
        {
            var file = certificate.Export(X509ContentType.Pkcs12);
            try
            {
                return new X509Certificate2(file, (string?)null);
            }
            catch (CryptographicException)
            {
                return new X509Certificate2(file, (string?)null, X509KeyStorageFlags.MachineKeySet);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(file);
            }
        }
    }
}

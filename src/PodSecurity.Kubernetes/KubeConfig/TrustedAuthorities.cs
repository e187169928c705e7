using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>Reads the certificate authorities of a cluster.</summary>
internal static class TrustedAuthorities
{
    public static X509Certificate2Collection? Of(KubeCluster cluster)
    {
        var place = $"cluster '{cluster.Name}' in {cluster.File}";
        if (cluster.InsecureSkipTlsVerify)
            return cluster.CertificateAuthority is null && cluster.CertificateAuthorityData is null ? null : throw KubeConfigErrors.Configuration(
                $"The {place} sets both insecure-skip-tls-verify and a certificate authority; remove one of them.");
        if (cluster.CertificateAuthorityData is { } data)
            return FromPem(() => PemData.Decode(data), $"certificate-authority-data of {place}");
        return cluster.CertificateAuthority is { } file ? FromFile(file, $"certificate-authority {file} of {place}") : null;
    }

    public static X509Certificate2Collection FromFile(string file, string what) => FromPem(() => File.ReadAllText(file), what);

    private static X509Certificate2Collection FromPem(Func<string> pem, string what)
    {
        var result = new X509Certificate2Collection();
        try
        {
            result.ImportFromPem(pem());
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException or CryptographicException)
        {
            throw KubeConfigErrors.Configuration($"The {what} cannot be read: {broken.Message}", broken);
        }

        return result.Count > 0 ? result : throw KubeConfigErrors.Configuration($"The {what} holds no PEM certificate.");
    }
}

/// <summary>The <c>-data</c> fields of a kubeconfig: PEM text in base64.</summary>
internal static class PemData
{
    public static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}

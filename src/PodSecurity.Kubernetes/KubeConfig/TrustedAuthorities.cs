using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PodSecurity.Kubernetes.Files;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>Reads the certificate authorities of a cluster.</summary>
internal static class TrustedAuthorities
{
    public static X509Certificate2Collection? Of(KubeCluster cluster)
    {
        var place = $"cluster '{cluster.Name}' in {cluster.File}";
        if (cluster.InsecureSkipTlsVerify)
        {
            return cluster.CertificateAuthority is null && cluster.CertificateAuthorityData is null
                ? null
                : throw KubeConfigErrors.Configuration(
                $"The {place} sets both insecure-skip-tls-verify and a certificate authority; remove one of them.");
        }
        if (cluster.CertificateAuthorityData is { } data)
        {
            return FromPem(() => PemData.Decode(data), $"certificate-authority-data of {place}");
        }
        return cluster.CertificateAuthority is { } file ? FromFile(file, $"certificate-authority {file} of {place}") : null;
    }

    public static X509Certificate2Collection FromFile(string file, string what) => FromPem(() => PemData.ReadFile(file), what);

    private static X509Certificate2Collection FromPem(Func<string> pem, string what)
    {
        var result = new X509Certificate2Collection();
        try
        {
            result.ImportFromPem(pem());
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException or CryptographicException)
        {
            throw KubeConfigErrors.Unreadable(what, broken);
        }

        return result.Count > 0 ? result : throw KubeConfigErrors.Configuration($"The {what} holds no PEM certificate.");
    }
}

/// <summary>PEM texts: in files, or in base64 in the <c>-data</c> fields of a kubeconfig.</summary>
internal static class PemData
{
    /// <summary>
    /// The most bytes that a file with certificates or a key may have; all authorities of a system have a quarter of that.
    /// </summary>
    public const int LongestFile = 1024 * 1024;

    /// <exception cref="IOException">As <see cref="SmallFile.Read"/>.</exception>
    public static string ReadFile(string file) => SmallFile.ReadText(file, LongestFile);

    /// <exception cref="Cluster.ClusterException">Configuration: it cannot be read.</exception>
    public static byte[] ReadBytes(string file, string what)
    {
        try
        {
            return SmallFile.Read(file, LongestFile);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw KubeConfigErrors.Unreadable(what, unreadable);
        }
    }

    public static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}

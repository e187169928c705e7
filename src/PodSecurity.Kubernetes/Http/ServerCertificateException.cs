using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PodSecurity.Kubernetes.Http;

/// <summary>The server's certificate is not acceptable; the message says why and what to do.</summary>
internal sealed class ServerCertificateException(string message) : AuthenticationException(message)
{
    /// <param name="host">The name that was asked for.</param>
    /// <param name="hasAuthorities">Whether the kubeconfig names authorities; else the system's count.</param>
    public static ServerCertificateException For(
        X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string host, bool hasAuthorities)
    {
        if (certificate is null)
        {
            return new("it showed no certificate");
        }
        var untimely = Elements(chain).Prepend(certificate).FirstOrDefault(IsUntimely);
        if (untimely is not null)
        {
            return new(Untimely(untimely, isServers: ReferenceEquals(untimely, certificate)));
        }
        // A platform may blame the name for something else, such as a certificate that is valid for too long.
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && !certificate.MatchesHostname(host))
        {
            return new($"its certificate is for another host ({Names(certificate)}). Correct the server's address, or set tls-server-name "
                + "in the kubeconfig");
        }
        const X509ChainStatusFlags unknown =
            X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;
        var others = Statuses(chain).Where(status => (status.Status & unknown) == 0).Select(
            status => status.StatusInformation.Trim().TrimEnd('.')).ToList();
        return new((others.Count, hasAuthorities) switch
        {
            ( > 0, _) => $"its certificate is refused by this system: {string.Join("; ", others)}",
            (_, true) =>
                $"its certificate is not signed by the authority of the kubeconfig (issuer: {certificate.Issuer}). Correct "
                + "certificate-authority-data",
            _ => $"its certificate is signed by an authority that this machine does not know (issuer: {certificate.Issuer}). Set "
                + "certificate-authority-data in the kubeconfig",
        });
    }

    private static IEnumerable<X509Certificate2> Elements(X509Chain? chain) =>
        chain?.ChainElements.Select(element => element.Certificate) ?? [];

    private static IEnumerable<X509ChainStatus> Statuses(X509Chain? chain) => chain?.ChainStatus ?? [];

    public static bool IsUntimely(X509Certificate2 certificate) =>
        certificate.NotAfter < DateTime.Now || certificate.NotBefore > DateTime.Now;

    private static string Untimely(X509Certificate2 certificate, bool isServers)
    {
        var whose = isServers ? "its certificate" : $"the certificate of its authority ({certificate.Subject})";
        return certificate.NotAfter < DateTime.Now
            ? FormattableString.Invariant(
                $"{whose} expired on {certificate.NotAfter:yyyy-MM-dd HH:mm}. Renew it on the server, or check the clock of this machine")
            : FormattableString.Invariant(
                $"{whose} is not valid before {certificate.NotBefore:yyyy-MM-dd HH:mm}. Check the clock of this machine");
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(
                extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToList();
        return names.Count > 0 ? string.Join(", ", names) : certificate.Subject;
    }
}

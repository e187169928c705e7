using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PodSecurity.Admission.Storage;

namespace PodSecurity.Kubernetes.Http;

/// <summary>The server's certificate is not acceptable; the message says why and what to do.</summary>
internal sealed class ServerCertificateException(string message) : AuthenticationException(message)
{
    public static ServerCertificateException For(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 given)
            return new("it showed no certificate");
        if (given.NotAfter < DateTime.Now)
            return new($"its certificate expired on {given.NotAfter:yyyy-MM-dd HH:mm}. Renew it on the server, or check the clock of this machine");
        if (given.NotBefore > DateTime.Now)
            return new($"its certificate is not valid before {given.NotBefore:yyyy-MM-dd HH:mm}. Check the clock of this machine");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return new($"its certificate is for another host ({Names(given)}). Correct the server's address, or set tls-server-name in the kubeconfig");
        return new($"its certificate is not signed by the authority of the kubeconfig (issuer: {given.Issuer}). Correct certificate-authority-data");
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToList();
        return names.Count > 0 ? string.Join(", ", names) : certificate.Subject;
    }
}

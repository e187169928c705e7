using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PodSecurity.Testing;

/// <summary>Certificates made for a test: an authority and what it signs.</summary>
public sealed class TestCertificates
{
    public TestCertificates() : this(SelfSigned("CN=test authority", isAuthority: true))
    {
    }

    private TestCertificates(X509Certificate2 authority) => Authority = authority;

    public X509Certificate2 Authority { get; }

    /// <summary>An authority that this one signed, and what that one signs.</summary>
    public TestCertificates Below(DateTimeOffset? expires = null) => new(Sign("CN=lower authority", expires, request =>
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
    }));

    /// <summary>A server certificate for a host name or IP address.</summary>
    public X509Certificate2 Server(string host, DateTimeOffset? expires = null)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }
        return Sign($"CN={host}", expires, request => request.CertificateExtensions.Add(names.Build()));
    }

    public X509Certificate2 Client(string user) => Sign($"CN={user}", null, _ => { });

    public static X509Certificate2 SelfSigned(string subject, bool isAuthority = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        return Loadable(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(1)));
    }

    private X509Certificate2 Sign(string subject, DateTimeOffset? expires, Action<CertificateRequest> extend)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        extend(request);
        var serial = RandomNumberGenerator.GetBytes(8);
        // Not by the authority's certificate itself: that would not sign anything beyond its own end.
        using var issuer = Authority.GetECDsaPrivateKey()!;
        var generator = X509SignatureGenerator.CreateForECDsa(issuer);
        using var signed = request.Create(
            Authority.SubjectName, generator, DateTimeOffset.UtcNow.AddMonths(-6), expires ?? DateTimeOffset.UtcNow.AddMonths(6), serial);
        return Loadable(signed.CopyWithPrivateKey(key));
    }

    /// <summary>Windows' TLS takes no keys that live in memory only.</summary>
    private static X509Certificate2 Loadable(X509Certificate2 certificate)
    {
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
        }
    }
}

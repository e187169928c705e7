using System.Security.Cryptography.X509Certificates;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Credentials;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Targets;

/// <summary>Everything that is needed to talk to one API server as one user.</summary>
internal sealed class ClusterTarget
{
    public required ClusterIdentity Identity { get; init; }
    public required Uri Server { get; init; }

    /// <summary>Who signs the server's certificate; null: the system's authorities.</summary>
    public X509Certificate2Collection? Authorities { get; init; }
    public bool SkipTlsVerify { get; init; }
    public string? TlsServerName { get; init; }
    public Uri? Proxy { get; init; }
    public required ICredentialSource Credentials { get; init; }

    /// <summary>Whose credential it is, for messages: <c>user "dev" of FILE</c>.</summary>
    public required string CredentialOwner { get; init; }
    public required Impersonation Impersonation { get; init; }
}

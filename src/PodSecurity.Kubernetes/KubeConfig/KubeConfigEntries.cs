using System.Text.Json.Nodes;

namespace PodSecurity.Kubernetes.KubeConfig;

// The parts of kubeconfig files that matter for a connection. They are classes, not records: a record would print its credentials.
// File is the kubeconfig that the entry comes from; the paths below are already resolved against its folder.

/// <summary>A named context: a cluster, a user, a namespace.</summary>
internal sealed class KubeContext
{
    public required string Name { get; init; }
    public required string File { get; init; }
    public string? Cluster { get; init; }
    public string? User { get; init; }
    public string? Namespace { get; init; }
}

/// <summary>A named cluster: where the API server is and how its certificate is checked.</summary>
internal sealed class KubeCluster
{
    public required string Name { get; init; }
    public required string File { get; init; }
    public string? Server { get; init; }
    public string? CertificateAuthority { get; init; }

    /// <summary>PEM text in base64; wins over the file.</summary>
    public string? CertificateAuthorityData { get; init; }
    public bool InsecureSkipTlsVerify { get; init; }
    public string? TlsServerName { get; init; }
    public string? ProxyUrl { get; init; }

    /// <summary>What the cluster says to exec plugins (extension client.authentication.k8s.io/exec).</summary>
    public JsonNode? ExecConfig { get; init; }
}

/// <summary>A named user: its credentials and whom it impersonates.</summary>
internal sealed class KubeUser
{
    public required string Name { get; init; }
    public required string File { get; init; }
    public string? Token { get; init; }
    public string? TokenFile { get; init; }
    public string? ClientCertificate { get; init; }
    public string? ClientCertificateData { get; init; }
    public string? ClientKey { get; init; }
    public string? ClientKeyData { get; init; }
    public string? Username { get; init; }
    public string? Password { get; init; }

    /// <summary>Name of a legacy auth-provider, for example <c>gcp</c>.</summary>
    public string? AuthProvider { get; init; }
    public ExecPluginSpec? Exec { get; init; }
    public Impersonation Impersonation { get; init; } = new();
}

/// <summary>As whom requests are made.</summary>
internal sealed record Impersonation
{
    public string? User { get; init; }
    public string? Uid { get; init; }
    public IReadOnlyList<string> Groups { get; init; } = [];
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>How to run a credential plugin.</summary>
internal sealed class ExecPluginSpec
{
    public required string Command { get; init; }
    public required string ApiVersion { get; init; }
    public IReadOnlyList<string> Args { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> Env { get; init; } = [];
    public string? InstallHint { get; init; }
    public bool ProvideClusterInfo { get; init; }
    public string? InteractiveMode { get; init; }
}

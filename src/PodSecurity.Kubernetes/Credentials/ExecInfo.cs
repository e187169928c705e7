using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>A plugin's answer.</summary>
/// <param name="Expires">The end of time when the plugin names none.</param>
internal sealed record ExecCredential(Credential Credential, DateTimeOffset Expires)
{
    public override string ToString() => $"valid until {Expires:u}";
}

/// <summary>The ExecCredential object of client.authentication.k8s.io: what a plugin is told, and what it answers.</summary>
internal static class ExecInfo
{
    private const string Group = "client.authentication.k8s.io";
    private static readonly string[] Versions = [$"{Group}/v1", $"{Group}/v1beta1", $"{Group}/v1alpha1"];

    /// <summary>The JSON for KUBERNETES_EXEC_INFO. Plugins run without a terminal.</summary>
    public static string Create(ExecPluginSpec spec, KubeCluster cluster)
    {
        if (!Versions.Contains(spec.ApiVersion))
        {
            throw KubeConfigErrors.Configuration(
                $"The credential plugin '{spec.Command}' is configured for '{spec.ApiVersion}'; known are {string.Join(", ", Versions)}.");
        }

        var input = new JsonObject { ["interactive"] = false };
        if (spec.ProvideClusterInfo)
        {
            input["cluster"] = ClusterInfo(cluster);
        }
        return new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = spec.ApiVersion, ["spec"] = input }.ToJsonString();
    }

    /// <summary>Reads a plugin's standard output.</summary>
    /// <exception cref="FormatException">It is not an ExecCredential of the version asked for; the message says why and quotes
    /// nothing.</exception>
    public static ExecCredential Parse(ReadOnlyMemory<byte> output, string apiVersion)
    {
        try
        {
            using var document = JsonDocument.Parse(
                output.Span.StartsWith(Encoding.UTF8.Preamble) ? output[Encoding.UTF8.Preamble.Length..] : output);
            var root = document.RootElement;
            if (Text(root, "kind") != "ExecCredential" || Text(root, "apiVersion") is not { } version)
            {
                throw new FormatException("its output is not an ExecCredential");
            }
            if (version != apiVersion)
            {
                throw new FormatException($"it answered in {version}, but the kubeconfig says {apiVersion}");
            }
            return root.TryGetProperty("status", out var status) ? ParseStatus(status) : throw new FormatException(
                "its answer has no status");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new FormatException("its output is not an ExecCredential");
        }
    }

    private static ExecCredential ParseStatus(JsonElement status)
    {
        var (token, certificate, key) = (Text(status, "token"), Text(status, "clientCertificateData"), Text(status, "clientKeyData"));
        if (certificate is null != key is null)
        {
            throw new FormatException("it gave a certificate without its key, or a key without its certificate");
        }
        if (token is null && certificate is null)
        {
            throw new FormatException("it gave neither a token nor a certificate");
        }

        var credential = new Credential
        {
            Header = token is null ? null : Credential.Bearer(token),
            Certificate = certificate is null ? null : new(certificate, key!),
        };
        var expires = DateTimeOffset.MaxValue;
        if (status.TryGetProperty("expirationTimestamp", out var timestamp) && timestamp.ValueKind != JsonValueKind.Null
            && !timestamp.TryGetDateTimeOffset(out expires))
        {
            throw new FormatException("its expirationTimestamp is not a time");
        }
        return new(credential, expires);
    }

    private static JsonObject ClusterInfo(KubeCluster cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Server };
        if (cluster.TlsServerName is { } name)
        {
            info["tls-server-name"] = name;
        }
        if (cluster.InsecureSkipTlsVerify)
        {
            info["insecure-skip-tls-verify"] = true;
        }
        if (AuthorityData(cluster) is { } data)
        {
            info["certificate-authority-data"] = data;
        }
        if (cluster.ProxyUrl is { } proxy)
        {
            info["proxy-url"] = proxy;
        }
        if (cluster.ExecConfig is { } config)
        {
            info["config"] = config.DeepClone();
        }
        return info;
    }

    private static string? AuthorityData(KubeCluster cluster) => cluster.CertificateAuthorityData
        ?? (cluster.CertificateAuthority is { } file ? Convert.ToBase64String(
            PemData.ReadBytes(file, $"certificate-authority {file} of cluster '{cluster.Name}' in {cluster.File}")) : null);

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(
            name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}

using System.Net.Http.Headers;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>Chooses the credential of a kubeconfig user by kubectl's rules.</summary>
internal static class CredentialSources
{
    /// <exception cref="ClusterException">Configuration: credentials that exclude each other, or that cannot be read.</exception>
    public static ICredentialSource Create(KubeUser user, KubeCluster cluster, Uri server, KubeEnvironment environment, IClusterLog log)
    {
        if (server.Scheme != Uri.UriSchemeHttps)
        {
            // kubectl too keeps credentials to itself when anyone on the way could read them.
            log.Debug($"{ServerAddress.Display(server)} is not https: no credential would be sent to it.");
            return new FixedCredentialSource(Credential.None);
        }

        CheckMethods(user);
        var basic = user.Username is not null || user.Password is not null;
        var header = user.Token is { } token ? Bearer(user, token) : basic ? Credential.Basic(
            user.Username ?? "", user.Password ?? "") : null;
        var fixedPart = new Credential { Header = header, Certificate = ReadCertificate(user) };

        if (user.TokenFile is { } file)
        {
            return new TokenFileCredentialSource(file, header is null ? null : fixedPart);
        }
        // As with kubectl, a token or password that stands in the kubeconfig makes the plugin unnecessary.
        return user.Exec is { } exec && header is null ? ExecCredentialCache.Get(
            exec, user, cluster, environment, log) : new FixedCredentialSource(fixedPart);
    }

    private static AuthenticationHeaderValue Bearer(KubeUser user, string token)
    {
        try
        {
            return Credential.Bearer(token);
        }
        catch (FormatException wrong)
        {
            throw KubeConfigErrors.Configuration($"The token of user '{user.Name}' in {user.File} cannot be used: {wrong.Message}.", wrong);
        }
    }

    private static void CheckMethods(KubeUser user)
    {
        var place = $"user '{user.Name}' in {user.File}";
        if (user.AuthProvider is { } provider)
        {
            throw KubeConfigErrors.Configuration(
                $"The {place} uses the auth-provider '{provider}', which is not supported. {Advice(provider)}");
        }
        if (user.Token is not null && (user.Username is not null || user.Password is not null))
        {
            throw KubeConfigErrors.Configuration($"The {place} has a token and a username or password; only one is allowed.");
        }
    }

    private static string Advice(string provider) => provider switch
    {
        "gcp" => "Install gke-gcloud-auth-plugin and write the user again with: gcloud container clusters get-credentials",
        "azure" => "Install kubelogin and convert the kubeconfig with: kubelogin convert-kubeconfig",
        "oidc" => "Use an exec plugin instead, for example kubectl oidc-login (kubelogin).",
        _ => "Use an exec plugin or a token instead.",
    };

    private static ClientCertificate? ReadCertificate(KubeUser user)
    {
        if (user.ClientCertificate is null && user.ClientCertificateData is null)
        {
            return null;
        }
        if (user.ClientKey is null && user.ClientKeyData is null)
        {
            throw KubeConfigErrors.Configuration(
                $"The user '{user.Name}' in {user.File} has a client certificate but no client-key or client-key-data.");
        }
        return new(
            ReadPem(user, "client-certificate", user.ClientCertificate, user.ClientCertificateData),
            ReadPem(user, "client-key", user.ClientKey, user.ClientKeyData));
    }

    private static string ReadPem(KubeUser user, string field, string? file, string? data)
    {
        try
        {
            return data is null ? PemData.ReadFile(file!) : PemData.Decode(data);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException)
        {
            var what = data is null ? $"{field} {file}" : $"{field}-data";
            throw KubeConfigErrors.Unreadable($"{what} of user '{user.Name}' in {user.File}", broken);
        }
    }
}

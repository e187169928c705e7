using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Credentials;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Targets;

/// <summary>The cluster that the process itself runs in, as the service account of its pod.</summary>
internal static class InClusterTarget
{
    private const string Host = "KUBERNETES_SERVICE_HOST";
    private const string Port = "KUBERNETES_SERVICE_PORT";
    private const int LongestName = 1024;

    public static bool IsPossible(KubeEnvironment environment) =>
        environment[Host] is not null && environment[Port] is not null && File.Exists(InFolder(environment, "token"));

    public static ClusterTarget Create(KubeEnvironment environment, Impersonation impersonation)
    {
        var host = environment[Host]!.Contains(':') ? $"[{environment[Host]}]" : environment[Host];
        if (!Uri.TryCreate($"https://{host}:{environment[Port]}/", UriKind.Absolute, out var server))
        {
            throw KubeConfigErrors.Configuration($"{Host} and {Port} name no server: '{environment[Host]}', '{environment[Port]}'.");
        }
        var authority = InFolder(environment, "ca.crt");
        return new()
        {
            Identity = new(ClusterIdentity.InCluster, ServerAddress.Display(server), Namespace(environment), impersonation.User),
            Server = server,
            Authorities = File.Exists(authority) ? TrustedAuthorities.FromFile(authority, authority) : null,
            Proxy = EnvironmentProxy.For(server, environment),
            Credentials = new TokenFileCredentialSource(InFolder(environment, "token"), fallback: null),
            CredentialOwner = $"service account token in {environment.ServiceAccountFolder}",
            Impersonation = impersonation,
        };
    }

    private static string Namespace(KubeEnvironment environment)
    {
        if (environment["POD_NAMESPACE"] is { } name)
        {
            return name;
        }
        try
        {
            return SmallFile.ReadText(InFolder(environment, "namespace"), LongestName).Trim() is { Length: > 0 } text ? text : "default";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "default";
        }
    }

    private static string InFolder(KubeEnvironment environment, string name) => Path.Combine(environment.ServiceAccountFolder, name);
}

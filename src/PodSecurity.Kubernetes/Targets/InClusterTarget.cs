using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Credentials;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Targets;

/// <summary>The cluster that the process itself runs in, as the service account of its pod.</summary>
internal static class InClusterTarget
{
    public static bool IsPossible(KubeEnvironment environment) =>
        !string.IsNullOrEmpty(environment.ServiceHost) && !string.IsNullOrEmpty(environment.ServicePort) && File.Exists(InFolder(environment, "token"));

    public static ClusterTarget Create(KubeEnvironment environment, Impersonation impersonation)
    {
        var host = environment.ServiceHost!.Contains(':') ? $"[{environment.ServiceHost}]" : environment.ServiceHost;
        var server = new Uri($"https://{host}:{environment.ServicePort}/");
        var authority = InFolder(environment, "ca.crt");
        return new()
        {
            Identity = new(ClusterIdentity.InCluster, ServerAddress.Display(server), Namespace(environment), impersonation.User),
            Server = server,
            Authorities = File.Exists(authority) ? TrustedAuthorities.FromFile(authority, authority) : null,
            Credentials = new TokenFileCredentialSource(InFolder(environment, "token"), fallback: null),
            CredentialOwner = $"service account token in {environment.ServiceAccountFolder}",
            Impersonation = impersonation,
        };
    }

    private static string Namespace(KubeEnvironment environment)
    {
        if (!string.IsNullOrEmpty(environment.PodNamespace))
            return environment.PodNamespace;
        var file = InFolder(environment, "namespace");
        return File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } name ? name : "default";
    }

    private static string InFolder(KubeEnvironment environment, string name) => Path.Combine(environment.ServiceAccountFolder, name);
}

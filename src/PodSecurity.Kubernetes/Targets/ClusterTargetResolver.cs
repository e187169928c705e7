using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Credentials;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Targets;

/// <summary>Works out which API server and which user are meant, as kubectl does.</summary>
internal static class ClusterTargetResolver
{
    /// <exception cref="ClusterException">Configuration.</exception>
    public static ClusterTarget Resolve(ClusterConnectionOptions options, KubeEnvironment environment, IClusterLog log)
    {
        var config = KubeConfigReader.Load(options.KubeConfig, environment);
        if (options.As is { } user && string.IsNullOrWhiteSpace(user))
        {
            throw KubeConfigErrors.Configuration("-As is empty: give the user to act as, or leave -As out to act as yourself.");
        }
        if (options.AsGroup.Any(string.IsNullOrWhiteSpace))
        {
            throw KubeConfigErrors.Configuration("-AsGroup holds an empty name: give the groups to act as, or leave -AsGroup out.");
        }
        if ((options.Context ?? config.CurrentContext) is { } name)
        {
            return FromContext(FindContext(config, name), config, options, environment, log);
        }

        return InClusterTarget.IsPossible(environment)
            ? InClusterTarget.Create(environment, Impersonate(new(), options, "the connection"))
            : throw NoContext(config);
    }

    private static ClusterTarget FromContext(
        KubeContext context, MergedKubeConfig config, ClusterConnectionOptions options, KubeEnvironment environment, IClusterLog log)
    {
        var cluster = Find(config.Clusters, context.Cluster, context, "cluster")
            ?? throw KubeConfigErrors.Configuration($"The context '{context.Name}' in {context.File} names no cluster.");
        var user = Find(config.Users, context.User, context, "user") ?? new KubeUser { Name = "", File = context.File };
        var owner = user.Name.Length == 0
            ? $"context '{context.Name}' in {context.File}, which names no user"
            : $"user '{user.Name}' in {user.File}";
        var impersonation = Impersonate(user.Impersonation, options, owner);
        var server = ServerAddress.Parse(cluster);

        if (cluster.InsecureSkipTlsVerify && server.Scheme == Uri.UriSchemeHttps)
        {
            log.Warning(
                $"The certificate of {server} is not checked, because insecure-skip-tls-verify is set for cluster '{cluster.Name}' in "
                + $"{cluster.File}: anyone on the way can read and change what is sent.");
        }

        return new()
        {
            Identity = new(context.Name, ServerAddress.Display(server), context.Namespace ?? "default", impersonation.User),
            Server = server,
            Authorities = TrustedAuthorities.Of(cluster),
            SkipTlsVerify = cluster.InsecureSkipTlsVerify,
            TlsServerName = ServerAddress.TlsServerName(cluster),
            Proxy = ServerAddress.ParseProxy(cluster) ?? EnvironmentProxy.For(server, environment),
            Credentials = CredentialSources.Create(user, cluster, server, environment, log),
            CredentialOwner = owner,
            Impersonation = impersonation,
        };
    }

    /// <summary>-As and -AsGroup each replace what the kubeconfig says, as kubectl's --as and --as-group do.</summary>
    private static Impersonation Impersonate(Impersonation configured, ClusterConnectionOptions options, string owner)
    {
        var result = configured with
        {
            User = options.As ?? configured.User,
            Groups = options.AsGroup.Count > 0 ? options.AsGroup : configured.Groups,
        };
        var needsUser = result.Groups.Count > 0 || result.Uid is not null || result.Extra.Count > 0;
        return result.User is not null || !needsUser
            ? result
            : throw KubeConfigErrors.Configuration(options.AsGroup.Count > 0
                ? "-AsGroup needs -As: groups can only be impersonated together with a user."
                : $"The {owner} impersonates groups, a uid or extras but no user ('as').");
    }

    private static KubeContext FindContext(MergedKubeConfig config, string name) =>
        config.Contexts.TryGetValue(name, out var context) ? context : throw KubeConfigErrors.Configuration(
            $"There is no context '{name}' in {Files(config)}. {KnownContexts(config)}");

    /// <summary>Null when the context names none; an error when it names one that is in no file.</summary>
    private static T? Find<T>(IReadOnlyDictionary<string, T> entries, string? name, KubeContext context, string kind) where T : class
    {
        if (name is null)
        {
            return null;
        }
        return entries.TryGetValue(name, out var entry) ? entry : throw KubeConfigErrors.Configuration(
            $"The context '{context.Name}' in {context.File} names the {kind} '{name}', which is in none of the kubeconfig files.");
    }

    private static ClusterException NoContext(MergedKubeConfig config) => KubeConfigErrors.Configuration(config.Paths switch
    {
        [] => $"No cluster is chosen: there is no kubeconfig file (KUBECONFIG is not set, and no home folder is known). "
            + $"{KnownContexts(config)}",
        _ when config.Paths.Any(File.Exists) => $"No cluster is chosen: {Files(config)} has no current context. {KnownContexts(config)}",
        _ => $"No cluster is chosen: there is no kubeconfig file ({Files(config)}). {KnownContexts(config)}",
    });

    private static string Files(MergedKubeConfig config) => config.Paths.Count == 0 ? "any kubeconfig" : string.Join(", ", config.Paths);

    private static string KnownContexts(MergedKubeConfig config)
    {
        const int shown = 10;
        var names = config.Contexts.Keys.Order(StringComparer.Ordinal).ToList();
        var rest = names.Count > shown ? $" and {names.Count - shown} more" : "";
        return names.Count == 0
            ? "No context is defined: give a kubeconfig with -KubeConfig or the variable KUBECONFIG, or work on files with -Path."
            : $"Choose one with -Context: {string.Join(", ", names.Take(shown))}{rest}.";
    }
}

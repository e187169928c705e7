using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>Failures of the configuration: each says which file, what is wrong and what to do.</summary>
internal static class KubeConfigErrors
{
    public static ClusterException Configuration(string message, Exception? inner = null) =>
        new(ClusterFailure.Configuration, message, inner);

    public static ClusterException Broken(string file, int line, string problem) =>
        Configuration($"The kubeconfig {file} cannot be used: line {line}: {problem}.");

    /// <param name="what">For example <c>kubeconfig FILE</c>.</param>
    public static ClusterException Unreadable(string what, Exception inner) =>
        Configuration($"The {what} cannot be read: {inner.Message.TrimEnd('.')}.", inner);

    public static ClusterException Missing(string file) =>
        Configuration($"The kubeconfig {file} does not exist. Check -KubeConfig.");
}

namespace PodSecurity.Cluster;

/// <summary>What a user said about the cluster to talk to; null means kubectl's default.</summary>
public sealed record ClusterConnectionOptions
{
    public string? Context { get; init; }

    /// <summary>A kubeconfig file; replaces the KUBECONFIG list.</summary>
    public string? KubeConfig { get; init; }

    /// <summary>User to impersonate.</summary>
    public string? As { get; init; }
    public IReadOnlyList<string> AsGroup { get; init; } = [];

    /// <summary>Time limit for one request; null: 30 seconds for a connection and an answer to start.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>A snapshot file instead of a cluster.</summary>
    public string? Snapshot { get; init; }
}

/// <summary>Where a gateway says what it does; the commands show it as verbose, debug and warning streams.</summary>
public interface IClusterLog
{
    /// <summary>What and where: method, path, context. Never a credential.</summary>
    void Verbose(string message);
    void Debug(string message);
    void Warning(string message);
}

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

    /// <summary>Where relative paths begin and credential plugins run; null: the folder of the process.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>A snapshot file instead of a cluster.</summary>
    public string? Snapshot { get; init; }
}

/// <summary>Where a gateway says what it does; the commands show it as verbose, debug and warning streams.</summary>
public interface IClusterLog
{
    /// <summary>What and where: method, path, context. Never a credential.</summary>
    void Verbose(string message);
    void Debug(string message);

    /// <summary>What somebody who sits there has to see now: whom a login waits for, and what it asks.</summary>
    void Information(string message);

    /// <summary>What the user must know of this connection; said once in a session.</summary>
    void Warning(string message);

    /// <summary>What the API server warns of in its answer to a change; said every time, as kubectl does.</summary>
    void ServerWarning(string message) => Warning(message);
}

namespace PodSecurity.Cluster;

/// <summary>The kinds of failure that callers tell apart.</summary>
public enum ClusterFailure
{
    /// <summary>The kubeconfig or the connection parameters are wrong.</summary>
    Configuration,

    /// <summary>A name or namespace that no object can have, or that would lead to another path. Nothing was sent.</summary>
    NameInvalid,

    /// <summary>No credential could be had, or the server does not accept it (401).</summary>
    Authentication,

    /// <summary>The server refuses: RBAC or admission (403).</summary>
    Forbidden,
    NotFound,
    AlreadyExists,

    /// <summary>The object changed meanwhile (409), or a precondition failed.</summary>
    Conflict,

    /// <summary>The server refuses the object's content (400, 422).</summary>
    Invalid,

    /// <summary>The server asks to slow down (429) and did so to the end.</summary>
    TooManyRequests,

    /// <summary>The server failed (5xx).</summary>
    ServerError,

    /// <summary>No answer in the time given.</summary>
    Timeout,

    /// <summary>No connection: name, network, TLS, cut connection.</summary>
    Connection,

    /// <summary>An answer that is not what the Kubernetes API says.</summary>
    Protocol,

    /// <summary>The cluster does not serve policy/v1beta1 PodSecurityPolicy.</summary>
    PspApiNotServed,

    /// <summary>The source cannot do this: a write to a snapshot, a resource that it does not hold.</summary>
    NotSupported,
}

/// <summary>A cluster operation failed. The message says what, where and what to do; it holds no credential.</summary>
public sealed class ClusterException : Exception
{
    public ClusterException(ClusterFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    public ClusterFailure Failure { get; }

    /// <summary>HTTP status of the answer; null when there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>status.reason of the server's answer, for example <c>Forbidden</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the API server itself refused the request: it has done nothing then.</summary>
    public bool IsRefusal => Failure == ClusterFailure.PspApiNotServed || (StatusCode is >= 400 and < 500 && Reason is not null);

    /// <summary>Whether the request certainly never reached the server.</summary>
    public bool IsNeverSent
    {
        get => field || Failure is ClusterFailure.Configuration or ClusterFailure.NameInvalid or ClusterFailure.NotSupported
            || (Failure == ClusterFailure.Authentication && StatusCode is null);
        init;
    }

    /// <summary>Whether the server has finished with the request; a timeout is answered while it still works.</summary>
    public bool IsLastWord => StatusCode is not (null or 502 or 503 or 504) && Reason is not null;

    /// <summary>status.message of the server's answer, unchanged.</summary>
    public string? ServerMessage { get; init; }
}

namespace PodSecurity;

/// <summary>Which volume the server adds to a new pod for its service account's token, before PSP admission sees the pod.</summary>
public enum TokenVolume
{
    /// <summary>Projected, unless one is there or automounting is off.</summary>
    Auto,

    /// <summary>A secret, as up to Kubernetes 1.20; the same exceptions.</summary>
    Secret,

    /// <summary>A projected volume, as since Kubernetes 1.21; the same exceptions.</summary>
    Projected,

    /// <summary>None: the pod as it stands.</summary>
    None,
}

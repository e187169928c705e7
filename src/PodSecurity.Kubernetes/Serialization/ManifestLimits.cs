namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// What one object may be at most. A file may be of any size: it is read object by object, and the items of a list count one by one.
/// </summary>
public static class ManifestLimits
{
    /// <summary>
    /// Bytes of one object, in the file and as JSON, with YAML aliases expanded. The API server takes 3 MB at most.
    /// </summary>
    public const int ObjectBytes = 8 * 1024 * 1024;

    /// <summary>How deep objects and lists may be nested.</summary>
    public const int Depth = 1000;
}

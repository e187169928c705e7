namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Reads manifests: YAML or JSON, several documents, lists. Streams: the first item comes before the input is read to its end.</summary>
public static class ManifestReader
{
    /// <summary>The objects of a file, with the items of lists one by one.</summary>
    /// <param name="path">A file system path, already resolved.</param>
    /// <param name="origin">The path as the user knows it, for messages.</param>
    public static IEnumerable<ManifestItem> ReadFile(string path, string origin, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The objects of a text.</summary>
    public static IEnumerable<ManifestItem> ReadText(string text, string origin) => throw new NotImplementedException();
}

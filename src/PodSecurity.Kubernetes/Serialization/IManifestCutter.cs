using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Cuts an input into its objects, with the items of lists one by one.</summary>
internal interface IManifestCutter
{
    /// <summary>Whether there was anything so far, be it an empty list.</summary>
    bool HasContent { get; }

    /// <summary>The next object; null at the end of the input.</summary>
    /// <exception cref="ManifestException">Something cannot be read; the next call goes on after it.</exception>
    ManifestDocument? Next();
}

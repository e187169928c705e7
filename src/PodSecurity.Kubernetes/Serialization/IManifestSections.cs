using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// An input cut into sections: YAML documents or top-level JSON values. A fault ends its section; the next one can still be read.
/// </summary>
internal interface IManifestSections
{
    /// <summary>Whether there was anything so far, be it an empty list.</summary>
    bool HasContent { get; }

    /// <summary>Passes what is left of the current section and steps to the next; false at the end of the input.</summary>
    bool MoveNext();

    /// <summary>The objects of the current section: none, one, or the items of a list, as they are read.</summary>
    /// <exception cref="ManifestException">Thrown by the enumerator; the section cannot be read further.</exception>
    IEnumerable<ManifestDocument> Documents();
}

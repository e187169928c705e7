namespace PodSecurity.Manifests;

/// <summary>One Kubernetes object as UTF-8 JSON, whatever it was written in, and where it came from.</summary>
/// <remarks>
/// Everything that can hold a manifest (YAML, JSON, a list, a hashtable, a client model, a cluster's answer) becomes this first,
/// so there is one decoder for each kind of object and unknown fields are never lost.
/// </remarks>
/// <param name="Json">The object, UTF-8 JSON, no byte order mark. Never written to.</param>
/// <param name="Source">Where it came from; used in results and error messages.</param>
/// <param name="Positions">Finds line and column of a byte offset in <paramref name="Json"/>; null when the source has no lines.</param>
public sealed record ManifestDocument(ReadOnlyMemory<byte> Json, DocumentSource Source, IPositionMap? Positions = null);

/// <summary>Translates a byte offset in a document's JSON into a place in the text that a person wrote.</summary>
public interface IPositionMap
{
    /// <summary>The 1-based line and column in the source text.</summary>
    (int Line, int Column) Locate(long jsonOffset);
}

using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Places in a document that was JSON already: its bytes are the text, but for a part that was put in.</summary>
/// <param name="json">The document.</param>
/// <param name="start">Where the document starts in its file.</param>
/// <param name="inserted">Length of the part that was put in after the first byte.</param>
internal sealed class JsonPositions(ReadOnlyMemory<byte> json, TextPlace start, int inserted = 0) : IPositionMap
{
    public (int Line, int Column) Locate(long jsonOffset)
    {
        var text = json.Span[..(int)Math.Clamp(jsonOffset, 0, json.Length)];
        var place = inserted == 0 || text.IsEmpty ? start.After(text) : start.After(text[..1]).After(
            text[Math.Min(1 + inserted, text.Length)..]);
        return (place.Line, place.Column);
    }
}

using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Places in a document that was not JSON: those of its values and field names.</summary>
/// <param name="tokens">By ascending offset.</param>
internal sealed class TokenPositions(TokenPositions.Token[] tokens) : IPositionMap
{
    /// <param name="Offset">In the JSON, at the value or at the comma before it.</param>
    internal readonly record struct Token(int Offset, int Line, int Column);

    public (int Line, int Column) Locate(long jsonOffset)
    {
        var next = Array.FindIndex(tokens, token => token.Offset > jsonOffset);
        var (_, line, column) = tokens[next switch { < 0 => tokens.Length - 1, 0 => 0, _ => next - 1 }];
        return (line, column);
    }
}

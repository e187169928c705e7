namespace PodSecurity;

/// <summary>Where an object came from: a file and line, text, a pipeline object, or a cluster object.</summary>
/// <param name="Origin">A file path as the user may type it, "cluster CONTEXT", or "input" for text and piped objects.</param>
/// <param name="Line">1-based line where the object starts; null when the origin has no lines.</param>
public sealed record DocumentSource(string Origin, int? Line = null)
{
    /// <summary>For example <c>deploy/web.yaml:12</c>.</summary>
    public override string ToString() => Line is { } line ? $"{Origin}:{line}" : Origin;
}

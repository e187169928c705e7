namespace PodSecurity.Manifests;

/// <summary>A manifest cannot be read: broken syntax, or a field of the wrong type.</summary>
/// <remarks>The message says what and where (origin, line, field) and what was expected; it stands alone.</remarks>
public sealed class ManifestException : Exception
{
    public ManifestException(string errorId, string message, DocumentSource source, Exception? innerException = null)
        : base(message, innerException) => (ErrorId, DocumentSource) = (errorId, source);

    /// <summary>Constant, PascalCase; becomes the PowerShell error id.</summary>
    public string ErrorId { get; }

    /// <summary>The place of the fault.</summary>
    public DocumentSource DocumentSource { get; }
}

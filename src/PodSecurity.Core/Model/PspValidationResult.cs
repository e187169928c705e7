namespace PodSecurity;

/// <summary>What the API server of Kubernetes 1.20 says about a policy, and what we say about one that it accepts.</summary>
public sealed class PspValidationResult
{
    public required string Name { get; init; }

    /// <summary>Whether the server accepts the policy. Warnings do not count.</summary>
    public bool Valid => Errors.Count == 0;

    /// <summary>The server's own errors, in its order.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>What is risky, pointless or misleading in the policy; our judgement, the server says nothing of it.</summary>
    public IReadOnlyList<PspWarning> Warnings { get; init; } = [];

    /// <summary>The text that the server would answer to the creation of the policy; null when it accepts.</summary>
    /// <remarks>The server names the API group that policies came from, whichever was used.</remarks>
    public string? Message => Valid ? null : $"PodSecurityPolicy.extensions {GoValue.Quote(Name)} is invalid: {FieldError.Join(Errors)}";

    /// <summary>Where the policy was read; null for one that was built in memory.</summary>
    public DocumentSource? Source { get; init; }
}

/// <summary>Why a warning is worth reading.</summary>
public enum PspWarningKind
{
    /// <summary>Lets pods harm their node or each other.</summary>
    Risk,

    /// <summary>Does not do what it seems to: it has no effect, or refuses pods that it seems to allow.</summary>
    Mistake,

    /// <summary>Not wrong, but often not known.</summary>
    Note,
}

/// <summary>A remark on a policy that the server would accept.</summary>
/// <param name="Code">Constant, PascalCase, for scripts: for example <c>PrivilegedContainers</c>.</param>
/// <param name="Field">The field concerned, as the server names it: for example <c>spec.privileged</c>.</param>
/// <param name="Message">What it means and what to do, in a sentence or two.</param>
public sealed record PspWarning(string Code, PspWarningKind Kind, string Field, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}

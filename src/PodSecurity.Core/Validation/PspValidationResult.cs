using PodSecurity.Api;

namespace PodSecurity;

/// <summary>What the API server of a release of Kubernetes says about a policy, and what we say about one that it accepts.</summary>
public sealed class PspValidationResult
{
    public required string Name { get; init; }

    /// <summary>Whether the server accepts the policy. Warnings do not count.</summary>
    public bool Valid => Errors.Count == 0;

    /// <summary>The server's own errors, in its order.</summary>
    public IReadOnlyList<FieldError> Errors { get; init => field = new ObjectList<FieldError>(value); } = new ObjectList<FieldError>();

    /// <summary>What is risky, pointless or misleading in the policy; our judgement, the server says nothing of it.</summary>
    public IReadOnlyList<PspWarning> Warnings { get; init => field = new ObjectList<PspWarning>(value); } = new ObjectList<PspWarning>();

    /// <summary>The text that the server would answer to the creation of the policy; null when it accepts.</summary>
    /// <remarks>The server names the API group that policies came from, whichever was used.</remarks>
    public string? Message => Valid ? null : $"PodSecurityPolicy.extensions {GoValue.Quote(Name)} is invalid: {FieldError.Join(Errors)}";

    /// <summary>The release of Kubernetes whose API server is meant.</summary>
    public string KubernetesVersion { get; init; } = KubernetesRelease.Default.Name;

    /// <summary>Where the policy was read; null for one that was built in memory.</summary>
    public DocumentSource? Source { get; init; }
}

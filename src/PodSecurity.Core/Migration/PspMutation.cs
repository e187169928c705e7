using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity;

/// <summary>Who made a field differ from what a template says.</summary>
public enum PspMutationCause
{
    /// <summary>A PodSecurityPolicy writes it, or wrote it.</summary>
    Policy,

    /// <summary>Somebody else did: a webhook, another admission plugin, a person.</summary>
    Other,

    /// <summary>The policy that admitted the pod is gone and may have written it.</summary>
    Unknown,
}

/// <summary>
/// What a policy writes into pods: of a policy what it can write at all, of a workload what it writes into the pods of its template, of a
/// pod in what it differs from its template.
/// </summary>
public sealed class PspMutation
{
    /// <summary><c>PodSecurityPolicy</c>, the kind of a workload, or <c>Pod</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Null for a policy.</summary>
    public string? Namespace { get; init; }
    public required string Name { get; init; }

    /// <summary>The policy that writes; of a running pod, the one that admitted it.</summary>
    public string? Policy { get; init; }

    /// <summary>Each field that is written, with who writes it.</summary>
    public IReadOnlyList<PspMutationChange> Changes { get; init => field = new ObjectList<PspMutationChange>(value); } =
        new ObjectList<PspMutationChange>();

    /// <summary>The running pods of the workload into which a policy wrote.</summary>
    public IReadOnlyList<string> Pods { get; init => field = new ObjectList<string>(value); } = new ObjectList<string>();

    /// <summary>
    /// The strategic merge patch of the template that leaves the policy nothing to write, in JSON; null when there is none.
    /// </summary>
    public string? Patch { get; init; }

    /// <summary>Why not everything can be written into the template; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>What makes a pod, as <c>Kind/name</c>.</summary>
    public string? Controller { get; init; }

    /// <summary>The context or snapshot that was read.</summary>
    public string? Cluster { get; init; }

    /// <summary>The patch as an object.</summary>
    public JsonObject? GetPatch() => Patch is null ? null : JsonNode.Parse(Patch)!.AsObject();

    public override string ToString() => $"{ObjectPath.Of(Kind, Namespace, Name)}: {string.Join(", ", Changes)}";
}

/// <summary>One field that a policy or somebody else writes.</summary>
/// <param name="Path">For example <c>spec.containers[web].securityContext.runAsUser</c>, containers by their names; of a policy its own
/// field.</param>
/// <param name="OldValue">What the template says; null for nothing.</param>
/// <param name="NewValue">What the pod gets; null when it is taken away.</param>
/// <param name="Cause">The name of a <see cref="PspMutationCause"/>.</param>
/// <param name="Policy">The policy that writes it, or may have; null for others.</param>
public sealed record PspMutationChange(string Path, object? OldValue, object? NewValue, string Cause, string? Policy)
{
    public override string ToString()
    {
        var change = $"{new PodChange(Path, OldValue, NewValue)}";
        return Cause == nameof(
            PspMutationCause.Policy) ? change : $"{change} ({(Policy is null ? "not by a policy" : $"perhaps by {Policy}")})";
    }
}

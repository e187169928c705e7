using System.Text.Json.Nodes;

namespace PodSecurity;

/// <summary>What the API server would answer to the creation of a pod.</summary>
public enum AdmissionOutcome
{
    /// <summary>A policy admits the pod.</summary>
    Allowed,

    /// <summary>No usable policy admits the pod; admission refuses it.</summary>
    Denied,

    /// <summary>A policy admits and changes the pod, and pod validation then refuses the result.</summary>
    Invalid,
}

/// <summary>One difference that a policy makes to a pod: JSON Pointer (RFC 6901) into the pod, value before, value after.</summary>
/// <param name="Path">For example <c>/spec/containers/0/securityContext/runAsUser</c>.</param>
/// <param name="OldValue">Null when the field was absent.</param>
/// <param name="NewValue">A bool, long, string, string[], long[] or SELinux text; null when the field goes away.</param>
public sealed record PodChange(string Path, object? OldValue, object? NewValue)
{
    public override string ToString() => $"{Path}: {Format(OldValue)} -> {Format(NewValue)}";

    private static string Format(object? value) => value switch
    {
        null => "(none)",
        bool flag => flag ? "true" : "false",
        System.Collections.IEnumerable list and not string => $"[{string.Join(", ", list.Cast<object>())}]",
        _ => value.ToString() ?? "",
    };
}

/// <summary>One rule that a pod breaks, in the server's words.</summary>
/// <param name="Policy">The policy that says so; null for a violation found by pod validation after admission.</param>
/// <param name="Type">The server's error type, for example <c>FieldValueInvalid</c>.</param>
/// <param name="Field">The server's field path, for example <c>spec.containers[0].securityContext.privileged</c>.</param>
/// <param name="Value">The offending value as the server prints it; null when the error type prints none.</param>
/// <param name="Detail">The server's explanation.</param>
/// <param name="Message">The whole line as the server prints it.</param>
public sealed record PspViolation(string? Policy, string Type, string Field, string? Value, string Detail, string Message)
{
    public override string ToString() => Message;
}

/// <summary>The verdict of the PSP admission on one pod or pod template, as the API server of Kubernetes 1.20 gives it.</summary>
public sealed class PspTestResult
{
    private readonly Func<JsonObject?>? _admittedPod;

    /// <param name="admittedPod">Builds the pod as stored; called at most when somebody asks.</param>
    public PspTestResult(Func<JsonObject?>? admittedPod = null) => _admittedPod = admittedPod;

    public required string Kind { get; init; }
    public required string Name { get; init; }
    public string? Namespace { get; init; }
    public required AdmissionOutcome Outcome { get; init; }
    public bool Allowed => Outcome == AdmissionOutcome.Allowed;

    /// <summary>The policy that the server would choose; null when it refuses.</summary>
    public string? Policy { get; init; }
    public bool Mutated => Changes.Count > 0;
    public IReadOnlyList<PodChange> Changes { get; init; } = [];
    public IReadOnlyList<PspViolation> Violations { get; init; } = [];

    /// <summary>The whole text that the API server would answer; null when it admits.</summary>
    public string? Message { get; init; }

    /// <summary>The pod as the server would store it; null when it is refused. Computed on every call.</summary>
    /// <remarks>In PowerShell the property <c>AdmittedPod</c> shows this as an object.</remarks>
    public JsonObject? GetAdmittedPod() => _admittedPod?.Invoke();

    public required DocumentSource Source { get; init; }

    /// <summary>The user that would create the pod; null when every policy was taken as usable.</summary>
    public string? Requester { get; init; }

    /// <summary>The pod's service account as <c>namespace:name</c>.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Per usable policy the first obstacle and the smallest fix; filled on request.</summary>
    public IReadOnlyList<PspExplanation> Explanation { get; init; } = [];
}

/// <summary>Why one usable policy does not admit a pod, and the least that would have to change.</summary>
public sealed record PspExplanation(string Policy, PspViolation Obstacle, string PodFix, string PolicyFix)
{
    public override string ToString() => $"{Policy}: {Obstacle.Message}. In the pod: {PodFix}. In the policy: {PolicyFix}.";
}

using System.Text.Json.Nodes;
using PodSecurity.Access;
using PodSecurity.Admission;

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

/// <summary>
/// The verdict of the PSP admission on one pod or pod template, as the API server of Kubernetes 1.20 gives it. Texts, changes and the
/// stored pod are worked out when they are asked for.
/// </summary>
public sealed class PspTestResult
{
    private readonly Workload _workload;
    private readonly AdmissionDecision _decision;
    private readonly bool _explain;

    /// <param name="workload">The pod or the object whose template was judged.</param>
    /// <param name="namespace">Where the pod would be created when the manifest names no namespace.</param>
    /// <param name="requester">The user that would create the pod; null when every policy was taken as usable.</param>
    /// <param name="explain">Fill <see cref="Explanation"/>.</param>
    public PspTestResult(
        Workload workload, AdmissionDecision decision, string @namespace = "default", string? requester = null, bool explain = false)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(decision);
        (_workload, _decision, _explain, Requester) = (workload, decision, explain, requester);
        Namespace = workload.Namespace ?? @namespace;
    }

    public string Kind => _workload.Kind;
    public string Name => _workload.Name;
    public string Namespace { get; }
    public AdmissionOutcome Outcome => _decision.Outcome;
    public bool Allowed => Outcome == AdmissionOutcome.Allowed;

    /// <summary>The policy that the server would choose; null when it refuses.</summary>
    public string? Policy => _decision.Policy?.Name;

    /// <summary>Whether the chosen policy changes the pod.</summary>
    public bool Mutated => _decision.Mutated;

    /// <summary>What the chosen policy changes; what the server itself adds to every pod is not among it.</summary>
    public IReadOnlyList<PodChange> Changes => _decision.Changes;
    public IReadOnlyList<PspViolation> Violations => _decision.Violations;

    /// <summary>The whole text that the API server would answer; null when it admits. Generated parts of names are left out.</summary>
    public string? Message => _decision.MessageFor(_workload.PodName);

    /// <summary>The pod as the server would store it; null when it is refused. Computed on every call.</summary>
    /// <remarks>In PowerShell the property <c>AdmittedPod</c> shows this as an object.</remarks>
    public JsonObject? GetAdmittedPod() => Allowed ? AdmittedPod.Build(_workload, _decision, Namespace) : null;

    public DocumentSource Source => _workload.Document.Source;

    /// <summary>The user that would create the pod; null when every policy was taken as usable.</summary>
    public string? Requester { get; }

    /// <summary>The pod's service account as <c>namespace:name</c>.</summary>
    public string ServiceAccount =>
        $"{Namespace}:{(string.IsNullOrEmpty(_workload.Pod.ServiceAccountName) ? ServiceAccountToken.DefaultAccount : _workload.Pod.ServiceAccountName)}";

    /// <summary>Filled on request: per usable policy the first obstacle and the smallest fix; on a cluster, the grants that would let it in, too.</summary>
    public IReadOnlyList<PspExplanation> Explanation =>
        !_explain ? []
        : Requester is null ? field ??= _decision.Explain(_workload.PodFieldPath)
        : field ??= Refusal.Explain(_decision, _workload.PodFieldPath, Namespace, _workload.Pod.IsMirror() ? null : ServiceAccount.Split(':')[1]);
}

/// <summary>Why one policy does not admit a pod, and the least that would have to change.</summary>
/// <param name="Policy">Null when a new policy is needed.</param>
/// <param name="Obstacle">The first rule that the pod breaks; null when the policy only may not be used.</param>
public sealed record PspExplanation(string? Policy, PspViolation? Obstacle, string PodFix, string PolicyFix)
{
    /// <summary>The command that grants the use of the policy; null unless only this is missing.</summary>
    public string? Grant { get; private init; }

    internal static PspExplanation NoPolicy { get; } = new(null, null, "", "no policy that is there would admit it: create one that does");

    internal static PspExplanation MissingGrant(string policy, string command) => new(policy, null, "", $"grant its use: {command}") { Grant = command };

    public override string ToString() => this switch
    {
        { Obstacle: { } obstacle } => $"{Policy}: {obstacle.Message}. In the pod: {PodFix}. In the policy: {PolicyFix}.",
        { Grant: not null } => $"{Policy} would admit it, if it may be used: {Grant}",
        _ => "No policy that is there would admit it: create one that does.",
    };
}

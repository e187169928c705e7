using System.Text.Json.Nodes;
using PodSecurity.Admission;
using PodSecurity.Admission.Storage;
using PodSecurity.Api;
using PodSecurity.Verdicts;

namespace PodSecurity;

/// <summary>
/// The verdict of the PSP admission on one pod or pod template, as the API server of a release of Kubernetes gives it. Texts, changes and
/// the
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

    /// <summary>The name of an <see cref="AdmissionOutcome"/>.</summary>
    public string Outcome => _decision.Outcome.ToString();
    public bool Allowed => _decision.Outcome == AdmissionOutcome.Allowed;

    /// <summary>The policy that the server would choose; null when it refuses.</summary>
    public string? Policy => _decision.Policy?.Name;

    /// <summary>Whether the chosen policy changes the pod.</summary>
    public bool Mutated => _decision.Mutated;

    /// <summary>What the chosen policy changes; what the server itself adds to every pod is not among it.</summary>
    public IReadOnlyList<PodChange> Changes => field ??= new ObjectList<PodChange>(_decision.Changes);
    public IReadOnlyList<PspViolation> Violations => field ??= new ObjectList<PspViolation>(_decision.Violations);

    /// <summary>The whole text that the API server would answer; null when it admits. Generated parts of names are left out.</summary>
    public string? Message => _decision.MessageFor(_workload.PodName);

    /// <summary>The pod as the server would store it; null when it is refused. Computed on every call.</summary>
    /// <remarks>In PowerShell the property <c>AdmittedPod</c> shows this as an object.</remarks>
    public JsonObject? GetAdmittedPod() => Allowed ? AdmittedPod.Build(_workload, _decision, Namespace) : null;

    public DocumentSource Source => _workload.Document.Source;

    /// <summary>The user that would create the pod; null when every policy was taken as usable.</summary>
    public string? Requester { get; }

    /// <summary>The pod's service account as <c>namespace:name</c>.</summary>
    public string ServiceAccount => $"{Namespace}:{_workload.Pod.ServiceAccountOrDefault()}";

    /// <summary>
    /// Filled on request: per usable policy the first obstacle and the smallest fix; on a cluster, the grants that would let it in, too.
    /// </summary>
    public IReadOnlyList<PspExplanation> Explanation =>
        field ??= new ObjectList<PspExplanation>(_explain ? Explain() : []);

    /// <summary>The release of Kubernetes whose API server is meant.</summary>
    public string KubernetesVersion => _decision.Release.Name;

    /// <summary>The context or snapshot whose policies and grants decided; null for a verdict by given policies.</summary>
    public string? Cluster { get; init; }

    // Where every policy may be used, no grant is missing.
    private IReadOnlyList<PspExplanation> Explain() => Requester is null
        ? _decision.Explain(_workload.PodFieldPath)
        : Remedies.For(_decision, _workload.PodFieldPath, Namespace, _workload.Pod.IsMirror() ? null : ServiceAccount.Split(':')[1]);
}

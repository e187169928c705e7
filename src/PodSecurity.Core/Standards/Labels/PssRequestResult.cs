using PodSecurity.Api;
using PodSecurity.Standards.Labels;

namespace PodSecurity;

/// <summary>What the API server would answer to the creation of a pod or workload in a labelled namespace.</summary>
public sealed class PssRequestResult
{
    private readonly Workload _workload;
    private readonly LabelAdmissionResponse _response;

    /// <param name="policy">What holds in the namespace; null when the server does not find it.</param>
    /// <param name="cluster">The cluster or snapshot that the labels are from; null for a manifest.</param>
    public PssRequestResult(
        Workload workload, string @namespace, NamespacePolicy? policy, LabelAdmissionResponse response, string? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(response);
        (_workload, _response, Namespace, Cluster) = (workload, response, @namespace, cluster);
        (Enforce, Audit, Warn) = (policy?.Enforce.ToString(), policy?.Audit.ToString(), policy?.Warn.ToString());
    }

    public string Kind => _workload.Kind;
    public string Namespace { get; }
    public string Name => _workload.Name;
    public bool Allowed => _response.Allowed;

    /// <summary>For example <c>baseline:latest</c>; null when the server does not find the namespace.</summary>
    public string? Enforce { get; }

    /// <inheritdoc cref="Enforce"/>
    public string? Audit { get; }

    /// <inheritdoc cref="Enforce"/>
    public string? Warn { get; }

    /// <summary>The HTTP status of a refusal; null when the request is allowed.</summary>
    public int? Code => _response.Allowed ? null : _response.Code;

    /// <summary>The whole text of a refusal; null when the request is allowed. Generated parts of names are left out.</summary>
    public string? Message => _response.Message;

    /// <summary>What kubectl shows as warnings.</summary>
    public IReadOnlyList<string> Warnings => field ??= new ObjectList<string>(_response.Warnings);

    /// <summary>What the audit log notes, by short keys.</summary>
    public IReadOnlyDictionary<string, string> AuditAnnotations => _response.AuditAnnotations;

    public DocumentSource Source => _workload.Document.Source;

    /// <summary>The cluster or snapshot that the labels are from; null for a manifest.</summary>
    public string? Cluster { get; }
}

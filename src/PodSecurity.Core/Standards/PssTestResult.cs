using PodSecurity.Api;
using PodSecurity.Standards;

namespace PodSecurity;

/// <summary>
/// The verdict of the Pod Security Standards on one pod or pod template, as the API server of Kubernetes 1.37 gives it for any version
/// of the standards. Texts are worked out when they are asked for.
/// </summary>
public sealed class PssTestResult
{
    private readonly Workload _workload;
    private readonly StandardReview _review;
    private readonly PodSecurityVersion _version;
    private readonly PodSecurityLevel _met;
    private readonly PodSecurityLevel? _missed;
    private readonly bool _explain;

    /// <param name="level">The level that the workload is to meet; null to find the strictest that it meets.</param>
    /// <param name="namespace">Of manifests that name none.</param>
    /// <param name="cluster">The cluster or snapshot that the workload is from; null for a manifest.</param>
    public PssTestResult(
        Workload workload,
        PodSecurityLevel? level,
        PodSecurityVersion version,
        string @namespace = "default",
        string? cluster = null,
        bool explain = false)
    {
        ArgumentNullException.ThrowIfNull(workload);
        (_workload, _version, _explain) = (workload, version, explain);
        (Namespace, Cluster) = (workload.Namespace ?? @namespace, cluster);
        _review = StandardReview.OfServed(workload);
        _met = level ?? _review.StrictestMet(version);
        Allowed = _review.Allows(_met, version);
        NextLevel = level is null && _met < PodSecurityLevel.Restricted ? LevelName.Of(_met + 1) : null;
        _missed = NextLevel is not null ? _met + 1 : Allowed ? null : _met;
    }

    public string Kind => _workload.Kind;
    public string Namespace { get; }
    public string Name => _workload.Name;

    /// <summary>The level that was asked for, or the strictest that the workload meets.</summary>
    public string Level => LevelName.Of(_met);
    public string Version => _version.ToString();

    /// <summary>Whether the workload meets the level.</summary>
    public bool Allowed { get; }

    /// <summary>Where no level was asked for: the one above, null when there is none.</summary>
    public string? NextLevel { get; }

    /// <summary>What keeps the workload from the level that was asked for, or from the next one.</summary>
    public IReadOnlyList<PssViolation> Violations =>
        field ??= new ObjectList<PssViolation>(_missed is { } missed ? _review.Violations(missed, _version) : []);

    /// <summary>The violations in the server's words; null when there are none.</summary>
    public string? Message => _missed is { } missed
        ? $"violates PodSecurity \"{LevelName.Of(missed)}:{_version}\": {StandardReview.Describe(Violations)}"
        : null;

    /// <summary>Per violation the smallest fix; filled on request.</summary>
    public IReadOnlyList<PssExplanation> Explanation =>
        field ??= new ObjectList<PssExplanation>(
            _explain && _missed is { } missed ? _review.Explain(missed, _version, _workload.PodFieldPath) : []);

    public DocumentSource Source => _workload.Document.Source;

    /// <summary>The cluster or snapshot that the workload is from; null for a manifest.</summary>
    public string? Cluster { get; }
}

using PodSecurity.Admission;
using PodSecurity.Admission.Storage;
using PodSecurity.Api;

namespace PodSecurity.Verdicts;

/// <summary>What a test of pods takes as given.</summary>
public sealed record PodTestOptions
{
    /// <summary>The namespace of manifests that name none.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Who creates or updates bare pods; null: somebody of whom nothing is known but that the server let them in.</summary>
    public PolicyIdentity? Requester { get; init; }

    /// <summary>The service account of all pods; null: each pod's own.</summary>
    public string? ServiceAccount { get; init; }
    public TokenVolume TokenVolume { get; init; }

    /// <summary>
    /// The release whose API server judges; null when nobody says which: then it is <see cref="KubernetesRelease.Default"/>.
    /// </summary>
    public KubernetesRelease? Release { get; init; }

    /// <summary>The cluster or snapshot whose policies decide; null for given policies.</summary>
    public string? Cluster { get; init; }

    /// <summary>Fills in <see cref="PspTestResult.Explanation"/>.</summary>
    public bool Explain { get; init; }
}

/// <summary>Tests workloads: would their pods be admitted? Safe to share between threads.</summary>
public sealed class PodTest
{
    private readonly PodTestOptions _options;
    private readonly PspAdmission _admission;
    private readonly PodJudge? _judge;

    /// <summary>A test against policies that everybody may use.</summary>
    public PodTest(IEnumerable<PodSecurityPolicy> policies, PodTestOptions options) =>
        (_options, _admission) = (options, new PspAdmission(policies, options.Release));

    /// <summary>A test against a cluster: policies count when the creator of the pod or the pod's service account may use them.</summary>
    public PodTest(PolicyState state, PodTestOptions options)
    {
        _judge = new PodJudge(state);
        (_options, _admission) = (options with { Release = state.Release }, _judge.Admission);
    }

    /// <summary>The creation of a pod.</summary>
    public PspTestResult Test(Workload workload)
    {
        workload = WithAccount(workload);
        var requester = ControllerIdentity.CreatorOf(workload, _options.Requester);
        var token = TokenVolumeOf(workload, _options.TokenVolume, _options.Release);
        return Result(workload, requester, _judge is null
            ? _admission.Evaluate(workload.Pod, _admission.All, token)
            : _judge.Judge(workload.Pod, requester, NamespaceOf(workload), token));
    }

    /// <summary>The update of a pod.</summary>
    /// <param name="old">The pod before the update.</param>
    public PspTestResult TestUpdate(Workload workload, Workload old)
    {
        ArgumentNullException.ThrowIfNull(old);
        workload = WithAccount(workload);
        if (!PodUpdate.IsJudged(workload.Document, old.Document, _admission.Release))
        {
            return Result(workload, _options.Requester, _admission.PassOver(workload.Pod));
        }
        return Result(workload, _options.Requester, _judge is null
            ? _admission.EvaluateUpdate(workload.Pod, _admission.All)
            : _judge.JudgeUpdate(workload.Pod, _options.Requester, NamespaceOf(workload)));
    }

    private PspTestResult Result(Workload workload, PolicyIdentity? requester, AdmissionDecision decision) => new(
        workload, decision, NamespaceOf(workload), _judge is null ? null : requester?.User,
            _options.Explain) { Cluster = _options.Cluster };

    private string NamespaceOf(Workload workload) => workload.Namespace ?? _options.Namespace;

    private Workload WithAccount(Workload workload) => _options.ServiceAccount is not { } account
        ? workload
        : workload with { Pod = workload.Pod with { ServiceAccountName = account } };

    /// <summary>
    /// A pod that comes from a cluster has the volume that it gets. Where a release is named, a new one is the release's.
    /// </summary>
    internal static TokenVolume TokenVolumeOf(Workload workload, TokenVolume wanted, KubernetesRelease? release = null) =>
        wanted != TokenVolume.Auto ? wanted
        : workload is { Kind: "Pod", Uid: not null } ? TokenVolume.None
        : release?.TokenVolume ?? TokenVolume.Auto;
}

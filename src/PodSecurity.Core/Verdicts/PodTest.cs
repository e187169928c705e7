using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Verdicts;

/// <summary>What a test of pods takes as given.</summary>
public sealed record PodTestOptions
{
    /// <summary>The namespace of manifests that name none.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Who creates bare pods; null: somebody of whom nothing is known but that the server let them in.</summary>
    public PolicyIdentity? Requester { get; init; }

    /// <summary>The service account of all pods; null: each pod's own.</summary>
    public string? ServiceAccount { get; init; }
    public TokenVolume TokenVolume { get; init; }

    /// <summary>The cluster or snapshot whose policies decide; null for given policies.</summary>
    public string? Cluster { get; init; }

    /// <summary>Fills in <see cref="PspTestResult.Explanation"/>.</summary>
    public bool Explain { get; init; }
}

/// <summary>Tests workloads: would their pods be admitted? Safe to share between threads.</summary>
public sealed class PodTest
{
    private delegate AdmissionDecision Decider(Pod pod, PolicyIdentity? requester, string @namespace, TokenVolume tokenVolume);

    private readonly PodTestOptions _options;
    private readonly Decider _decide;
    private readonly bool _asksAccess;

    /// <summary>A test against policies that everybody may use.</summary>
    public PodTest(IEnumerable<PodSecurityPolicy> policies, PodTestOptions options)
    {
        var admission = new PspAdmission(policies);
        (_options, _decide) = (options, (pod, _, _, token) => admission.Evaluate(pod, admission.All, token));
    }

    /// <summary>A test against a cluster: policies count when the creator of the pod or the pod's service account may use them.</summary>
    public PodTest(PolicyState state, PodTestOptions options) =>
        (_options, _decide, _asksAccess) = (options, new PodJudge(state).Judge, true);

    public PspTestResult Test(Workload workload)
    {
        if (_options.ServiceAccount is { } account)
        {
            workload = workload with { Pod = workload.Pod with { ServiceAccountName = account } };
        }
        var @namespace = workload.Namespace ?? _options.Namespace;
        var requester = ControllerIdentity.CreatorOf(workload, _options.Requester);
        var decision = _decide(workload.Pod, requester, @namespace, TokenVolumeOf(workload, _options.TokenVolume));
        return new PspTestResult(
            workload, decision, @namespace, _asksAccess ? requester?.User : null, _options.Explain) { Cluster = _options.Cluster };
    }

    /// <summary>A pod that comes from a cluster has the volume that it gets.</summary>
    internal static TokenVolume TokenVolumeOf(Workload workload, TokenVolume wanted) =>
        workload is { Kind: "Pod", Uid: not null } && wanted == TokenVolume.Auto ? TokenVolume.None : wanted;
}

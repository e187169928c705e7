using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Verdicts;

namespace PodSecurity.Impact;

/// <summary>
/// Judges pods and templates before and after a change. Give it all templates first, owners before what they make, then the pods: a pod is
/// judged as its controller would create it again, and pods of one template that are alike are judged once. Not safe to share between
/// threads.
/// </summary>
public sealed class ImpactAnalysis
{
    private readonly PodJudge _current;
    private readonly PodJudge _proposed;
    private readonly IReadOnlyList<PodSecurityPolicy> _proposedPolicies;
    private readonly ImpactOptions _options;
    private readonly TokenVolume _proposedToken;
    private readonly Dictionary<string, Template> _templates = [];
    private readonly Dictionary<(string Controller, string Injection), ImpactVerdict> _verdicts = [];

    public ImpactAnalysis(PolicyState current, PolicyState proposed, ImpactOptions options)
    {
        (_current, _proposed, _proposedPolicies, _options) = (new(current), new(proposed), proposed.Policies, options);
        _proposedToken = proposed.Release is null || current.Release == proposed.Release
            ? options.TokenVolume
            : proposed.Release.TokenVolume;
    }

    /// <summary>How many pods and templates were really judged; the others were like one of these.</summary>
    public int Judged { get; private set; }

    /// <summary>
    /// The verdict on a template; null when it makes no pods any more (a finished Job), or when another template that was given before
    /// makes
    /// it (a Deployment its ReplicaSet, a CronJob its Job) and speaks for it.
    /// </summary>
    public PspChangeResult? OfTemplate(Workload template)
    {
        var isFinished = WorkloadStatus.IsFinished(template);
        var owner = OwnerOf(template);
        var verdict = owner?.Verdict ?? (isFinished ? null : JudgeTemplate(template));
        if (template.Uid is { } uid)
        {
            _templates[uid] = new(template.Kind, template.ApiVersion, template.Pod, verdict);
        }
        return owner is null && !isFinished ? verdict!.ToResult(template, _options.Cluster) : null;
    }

    /// <summary>
    /// The verdict on the pod that would take this one's place; null when none would, because it has finished, and, unless all pods are
    /// asked
    /// for, when its template speaks for it.
    /// </summary>
    public PspChangeResult? OfPod(Workload pod)
    {
        if (WorkloadStatus.IsFinished(pod))
        {
            return null;
        }
        if (OwnerOf(pod) is not { } template)
        {
            return Judge(pod.Pod, CreatorOf(pod), NamespaceOf(pod), TokenVolume.None).ToResult(pod, _options.Cluster);
        }
        var (verdict, isKnown) = OfTemplatePod(template, pod);
        var isSpokenFor = template.Verdict?.SpeaksFor(verdict, RecreatedPod.IsInjected(template.Pod, pod.Pod)) == true;
        return _options.IncludePods || !(isSpokenFor || isKnown) ? ToResult(verdict, pod, template.Verdict) : null;
    }

    // A workload fares as its worst pod.
    private PspChangeResult ToResult(ImpactVerdict verdict, Workload pod, ImpactVerdict? workload)
    {
        var result = verdict.ToResult(pod, _options.Cluster, workload?.CountedAs);
        if (workload is not null && verdict.Outcome == nameof(PspChangeOutcome.Rejected))
        {
            workload.CountedAs = verdict.Outcome;
        }
        return result;
    }

    private Template? OwnerOf(Workload workload) =>
        workload.Controller is { } controller && _templates.TryGetValue(controller.Uid, out var owner) ? owner : null;

    private (ImpactVerdict Verdict, bool IsKnown) OfTemplatePod(Template template, Workload pod)
    {
        var key = (pod.Controller!.Uid, RecreatedPod.InjectionKey(template.Pod, pod.Pod));
        if (_verdicts.TryGetValue(key, out var verdict))
        {
            return (verdict, true);
        }
        var token = ServiceAccountToken.Existing(pod.Pod) is null ? TokenVolume.None : _options.TokenVolume;
        var creator = ControllerIdentity.OfKind(template.Kind, template.ApiVersion);
        _verdicts[key] = verdict = Judge(RecreatedPod.Combine(template.Pod, pod.Pod), creator, NamespaceOf(pod), token);
        return (verdict, false);
    }

    private ImpactVerdict JudgeTemplate(Workload template)
    {
        var @namespace = NamespaceOf(template);
        return Judge(template.Pod, CreatorOf(template), @namespace, _options.TokenFor(template.Pod, @namespace));
    }

    private ImpactVerdict Judge(Pod pod, PolicyIdentity? creator, string @namespace, TokenVolume token)
    {
        Judged++;
        var afterwards = token == TokenVolume.None ? token : _proposedToken;
        return new()
        {
            Token = afterwards,
            Current = _current.Judge(pod, creator, @namespace, token),
            Proposed = _proposed.Judge(pod, creator, @namespace, afterwards),
            Creator = creator,
            Namespace = @namespace,
            ServiceAccount = pod.EffectiveServiceAccount(),
            ProposedPolicies = _proposedPolicies,
        };
    }

    private PolicyIdentity? CreatorOf(Workload workload) => ControllerIdentity.CreatorOf(workload, _options.PodCreator);

    private static string NamespaceOf(Workload workload) => workload.Namespace ?? "default";

    /// <summary>As little of a template as its pods need.</summary>
    /// <param name="Verdict">That of the template that makes this one, if there is one; null when nothing speaks for its pods.</param>
    private sealed record Template(string Kind, string ApiVersion, Pod Pod, ImpactVerdict? Verdict);
}

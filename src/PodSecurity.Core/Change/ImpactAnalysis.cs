using PodSecurity.Access;
using PodSecurity.Admission;

namespace PodSecurity.Change;

/// <summary>
/// Judges pods and templates before and after a change. Give it all templates first, then the pods: a pod is judged as its
/// controller would create it again, and pods of one template that are alike are judged once. Not safe to share between threads.
/// </summary>
public sealed class ImpactAnalysis
{
    private readonly PodJudge _current;
    private readonly PodJudge _proposed;
    private readonly PolicyIdentity? _podCreator;
    private readonly Dictionary<string, Workload> _templates = [];
    private readonly Dictionary<(string Controller, string Injection), Verdict> _verdicts = [];

    /// <param name="podCreator">Who creates bare pods; null: any authenticated user without further groups.</param>
    public ImpactAnalysis(PolicyState current, PolicyState proposed, PolicyIdentity? podCreator = null)
    {
        _current = new PodJudge(current);
        _proposed = new PodJudge(proposed);
        _podCreator = podCreator ?? PolicyIdentity.ForUser("any authenticated user");
    }

    /// <summary>The verdict on a template; null when another template makes it (a Deployment's ReplicaSet, a CronJob's Job) and speaks for it.</summary>
    public PspChangeResult? OfTemplate(Workload template)
    {
        if (template.Uid is { } uid)
            _templates[uid] = template;
        if (template.Controller is { Kind: "Deployment" or "CronJob" })
            return null;
        var pod = template.Pod;
        return Judge(pod, ControllerIdentity.CreatorOf(template, _podCreator), NamespaceOf(template)).ToResult(template, null);
    }

    /// <summary>The verdict on the pod that would take this one's place.</summary>
    public PspChangeResult OfPod(Workload pod)
    {
        var controller = pod.Controller;
        if (controller is null)
            return Judge(pod.Pod, _podCreator, NamespaceOf(pod)).ToResult(pod, null);
        var verdict = _templates.TryGetValue(controller.Uid, out var template)
            ? OfTemplatePod(template, pod)
            : Judge(pod.Pod, ControllerIdentity.CreatorOf(pod, _podCreator), NamespaceOf(pod));
        return verdict.ToResult(pod, $"{controller.Kind}/{controller.Name}");
    }

    private Verdict OfTemplatePod(Workload template, Workload pod)
    {
        var key = (pod.Controller!.Uid, RecreatedPod.InjectionKey(template.Pod, pod.Pod));
        if (!_verdicts.TryGetValue(key, out var verdict))
        {
            var recreated = RecreatedPod.Combine(template.Pod, pod.Pod);
            _verdicts[key] = verdict = Judge(recreated, ControllerIdentity.CreatorOf(template, _podCreator), NamespaceOf(pod));
        }
        return verdict;
    }

    private Verdict Judge(Pod pod, PolicyIdentity? creator, string @namespace) =>
        new(_current.Judge(pod, creator, @namespace), _proposed.Judge(pod, creator, @namespace), creator, @namespace, pod);

    private static string NamespaceOf(Workload workload) => workload.Namespace ?? "default";

    /// <summary>Both decisions on one pod, and who creates it.</summary>
    private sealed record Verdict(AdmissionDecision Current, AdmissionDecision Proposed, PolicyIdentity? Creator, string Namespace, Pod Pod)
    {
        private readonly PspChangeOutcome _outcome = OutcomeOf(Current, Proposed);

        public PspChangeResult ToResult(Workload workload, string? controller) => new()
        {
            Kind = workload.Kind,
            Namespace = Namespace,
            Name = workload.Name,
            Outcome = _outcome,
            CurrentPolicy = AdmittingPolicy(Current),
            ProposedPolicy = AdmittingPolicy(Proposed),
            Changes = Proposed.Changes,
            Violations = Proposed.Violations,
            Message = Proposed.Message,
            Controller = controller,
            Requester = Creator?.User,
            ServiceAccount = $"{Namespace}:{(Pod.ServiceAccountName is { Length: > 0 } name ? name : "default")}",
            Source = workload.Document.Source,
        };
    }

    private static PspChangeOutcome OutcomeOf(AdmissionDecision current, AdmissionDecision proposed)
    {
        var (before, after) = (AdmittingPolicy(current), AdmittingPolicy(proposed));
        if (after is null)
            return before is null ? PspChangeOutcome.AlreadyRejected : PspChangeOutcome.Rejected;
        if (proposed.Changes.Count > 0 && !SameChanges(current.Changes, proposed.Changes))
            return PspChangeOutcome.NewlyMutated;
        return before == after ? PspChangeOutcome.Unchanged : PspChangeOutcome.PolicyChanged;
    }

    // A pod that a policy makes invalid is refused as well.
    private static string? AdmittingPolicy(AdmissionDecision decision) =>
        decision.Outcome == AdmissionOutcome.Allowed ? decision.Policy?.Name : null;

    private static bool SameChanges(IReadOnlyList<PodChange> one, IReadOnlyList<PodChange> other) =>
        one.Select(change => change.ToString()).SequenceEqual(other.Select(change => change.ToString()));
}

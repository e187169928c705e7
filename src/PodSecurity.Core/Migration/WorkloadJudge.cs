using PodSecurity.Admission;
using PodSecurity.Impact;
using PodSecurity.Migration.Pods;
using PodSecurity.Verdicts;

namespace PodSecurity.Migration;

/// <summary>Judges what was surveyed by the policies and grants of one moment.</summary>
internal sealed class WorkloadJudge(PolicyState state, ImpactOptions options)
{
    private readonly PodJudge _judge = new(state);

    public PolicyState State => state;

    /// <summary>The verdict on each pod that the workload makes.</summary>
    public IEnumerable<(SurveyedPod Pod, AdmissionDecision Decision)> Judge(SurveyedWorkload workload) =>
        from pod in workload.Pods select (pod, Judge(workload, pod));

    /// <summary>The same judge after a change of policies or grants.</summary>
    public WorkloadJudge After(PolicyState proposed) => new(proposed, options);

    private AdmissionDecision Judge(SurveyedWorkload workload, SurveyedPod pod)
    {
        var token = pod.Token ?? (workload.Workload.Kind == "Pod" ? TokenVolume.None : options.TokenFor(pod.Pod, workload.Namespace));
        return _judge.Judge(pod.Pod, ControllerIdentity.CreatorOf(workload.Workload, options.PodCreator), workload.Namespace, token);
    }
}

/// <summary>What policies write into the pods of a workload.</summary>
/// <param name="Policy">The policy that does; null when none does.</param>
/// <param name="Writes">What the template can say itself, so that nothing is left to be written.</param>
/// <param name="OutOfReach">What no template can say: fields of containers that others put in.</param>
internal sealed record WorkloadMutation(
    string? Policy, IReadOnlyDictionary<PodField, object?> Writes, IReadOnlyCollection<PodField> OutOfReach)
{
    public static WorkloadMutation Of(WorkloadJudge judge, SurveyedWorkload workload)
    {
        string? policy = null;
        var writes = new Dictionary<PodField, object?>();
        var outOfReach = new HashSet<PodField>();
        foreach (var (pod, decision) in judge.Judge(workload))
        {
            if (decision is not { Outcome: AdmissionOutcome.Allowed, Mutated: true, Policy: { } mutating })
            {
                continue;
            }
            policy ??= mutating.Name;
            foreach (var change in decision.Changes)
            {
                var field = PodField.At(change.Path, pod.Pod);
                if (field.BelongsTo(workload.Workload.Pod))
                {
                    writes.TryAdd(field, change.NewValue);
                }
                else
                {
                    outOfReach.Add(field);
                }
            }
        }
        return new(policy, writes, outOfReach);
    }

    /// <summary>Whether somebody can write into the template: a Job's never changes, and others write that of what they control.</summary>
    public static string? WhyNotWritable(SurveyedWorkload workload) => workload.Workload switch
    {
        { Kind: "Pod" } => "a running pod does not change, and nothing makes it again",
        { Controller: { } controller } => $"{controller.Kind}/{controller.Name} makes it: its template is to be changed there",
        { Kind: "Job" } => "the template of a Job never changes",
        _ => null,
    };

    /// <summary>The workload with the fields written into its template.</summary>
    public SurveyedWorkload ApplyTo(SurveyedWorkload workload) => Writes.Count == 0 || WhyNotWritable(workload) is not null
        ? workload
        : workload.With(pod => Writes.Where(write => write.Key.BelongsTo(pod) && !IsSet(pod, write.Key))
            .Aggregate(pod, (changed, write) => changed.With(write.Key, write.Value)));

    // Others may have set it on the way; lists are written whole, with what was there.
    private static bool IsSet(Api.Pod pod, PodField field) =>
        !field.Name.Contains(".capabilities.", StringComparison.Ordinal) && PodFields.Of(pod).ContainsKey(field)
        && field.Name != Api.ProfileAnnotations.PodSeccompKey;
}

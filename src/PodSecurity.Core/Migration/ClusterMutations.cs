using PodSecurity.Cluster;
using PodSecurity.Impact;
using PodSecurity.Manifests;
using PodSecurity.Migration.Pods;
using PodSecurity.Standards.Checks;
using PodSecurity.Verdicts;

namespace PodSecurity.Migration;

/// <summary>What the policies of a cluster or snapshot write into its pods, and what they have written.</summary>
public sealed class ClusterMutations(IClusterGateway gateway, PolicyState state)
{
    /// <summary>Only workloads and pods of this namespace; null: all.</summary>
    public string? Namespace { get; init; }

    /// <summary>A result for every pod that differs from its template, whoever made it so.</summary>
    public bool IncludePods { get; init; }

    /// <summary>Told of each object that cannot be read.</summary>
    public Action<ManifestException> Unreadable { get; init; } = _ => { };

    /// <summary>What the policy can write into pods; null when it changes none.</summary>
    public static PspMutation? Of(PodSecurityPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var written = PolicyComparison.Differences(policy, PodSecurityLevel.Privileged, PodSecurityVersion.Latest).Mutates;
        return written.Count == 0 ? null : new()
        {
            Kind = policy.Kind,
            Name = policy.Name,
            Policy = policy.Name,
            Cluster = policy.Cluster,
            Changes =
            [
                .. written.Select(
                    field => new PspMutationChange(field.Field, null, field.Detail, nameof(PspMutationCause.Policy), policy.Name)),
            ],
        };
    }

    /// <summary>Workloads in whose pods a policy writes, then pods if they are asked for.</summary>
    public async Task<IReadOnlyList<PspMutation>> ReadAsync(CancellationToken cancellationToken)
    {
        var pods = new List<PspMutation>();
        var survey = new ClusterSurvey(gateway, state.Policies, state.Release)
        {
            Namespace = Namespace,
            Unreadable = Unreadable,
            Compared = IncludePods ? pod => pods.Add(Of(pod)) : null,
        };
        var options = new ImpactOptionsReader(gateway) { Namespace = Namespace, Release = state.Release, Unreadable = Unreadable };
        var judge = new WorkloadJudge(state, await options.ReadAsync(cancellationToken).ConfigureAwait(false));
        var workloads = await survey.ReadAsync(cancellationToken).ConfigureAwait(false);
        return [.. workloads.Select(workload => Of(workload, WorkloadMutation.Of(judge, workload))).OfType<PspMutation>(), .. pods];
    }

    private PspMutation? Of(SurveyedWorkload workload, WorkloadMutation mutation)
    {
        var seen = workload.Differences;
        if (mutation.Policy is null && !seen.Any(difference => difference.Cause != BlameCause.Other))
        {
            return null;
        }
        var why = WorkloadMutation.WhyNotWritable(workload);
        var now = PodFields.Of(workload.Workload.Pod);
        return new()
        {
            Kind = workload.Workload.Kind,
            Namespace = workload.Namespace,
            Name = workload.Workload.Name,
            Policy = mutation.Policy,
            Cluster = gateway.Identity.Name,
            Changes =
            [
                .. mutation.Writes.Select(write => new PspMutationChange(
                    $"{write.Key}", now.GetValueOrDefault(write.Key), write.Value, nameof(PspMutationCause.Policy), mutation.Policy)),
                .. seen.Where(difference => !mutation.Writes.ContainsKey(difference.Field) || difference.Cause == BlameCause.Other)
                    .Select(Change),
            ],
            Pods = workload.MutatedPods,
            Patch = why is not null || mutation.Writes.Count == 0
                ? null
                : TemplatePatch.Of(workload.Workload, mutation.Writes).ToJsonString(PatchJson.Options),
            Problem = mutation.Policy is null ? null : why ?? OutOfReach(mutation),
        };
    }

    private static string? OutOfReach(WorkloadMutation mutation) => mutation.OutOfReach.Count == 0 ? null
        : $"no template can say {string.Join(", ", mutation.OutOfReach)}: others put these containers in";

    private PspMutation Of(ComparedPod pod) => new()
    {
        Kind = "Pod",
        Namespace = pod.Namespace,
        Name = pod.Name,
        Policy = pod.Policy,
        Controller = $"{pod.Controller.Kind}/{pod.Controller.Name}",
        Cluster = gateway.Identity.Name,
        Changes = [.. pod.Differences.Select(Change)],
    };

    private static PspMutationChange Change(BlamedField difference) => new(
        $"{difference.Field}", Shown(difference.OldValue), Shown(difference.NewValue), difference.Cause.ToString(), difference.Policy);

    private static object? Shown(object? value) => value switch
    {
        IEnumerable<string> names => names.ToArray(),
        IEnumerable<long> numbers => numbers.ToArray(),
        _ => value,
    };
}

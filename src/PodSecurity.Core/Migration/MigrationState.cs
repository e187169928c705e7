using PodSecurity.Api;
using PodSecurity.Verdicts;

namespace PodSecurity.Migration;

/// <summary>
/// A cluster in the middle of the migration, in memory: each step of the plan makes the next state of the last, and is judged by what fares
/// differently in it.
/// </summary>
/// <param name="Judge">Null where there is no PSP any more.</param>
internal sealed record MigrationState(IReadOnlyList<SurveyedWorkload> Workloads, WorkloadJudge? Judge)
{
    /// <summary>What policies write into a workload's pods.</summary>
    public WorkloadMutation MutationOf(SurveyedWorkload workload) =>
        Judge is null ? new(null, new Dictionary<Pods.PodField, object?>(), []) : WorkloadMutation.Of(Judge, workload);

    public MigrationState After(PolicyState proposed) => this with { Judge = Judge?.After(proposed) };

    /// <summary>The policies that admit the workload's pods.</summary>
    public IEnumerable<string> PoliciesOf(SurveyedWorkload workload) =>
        (Judge?.Judge(workload) ?? []).Where(judged => judged.Decision.Outcome == AdmissionOutcome.Allowed)
            .Select(judged => judged.Decision.Policy!.Name).Distinct();

    /// <summary>What is admitted here and refused in the other state, where the workloads stand in the same order.</summary>
    public IEnumerable<string> RefusedIn(MigrationState next) =>
        from pair in Workloads.Zip(next.Workloads)
        let refusal = next.RefusalOf(pair.Second)
        where refusal is not null && RefusalOf(pair.First) is null
        select $"{ObjectPath.Of(pair.Second.Workload.Kind, pair.Second.Namespace, pair.Second.Workload.Name)}: {refusal}";

    private string? RefusalOf(SurveyedWorkload workload) =>
        (Judge?.Judge(workload) ?? []).Select(judged => judged.Decision.MessageFor(workload.Workload.PodName)).FirstOrDefault(
            message => message is not null);
}

namespace PodSecurity.Migration;

/// <summary>The steps that make mutation explicit, one for each namespace.</summary>
internal sealed class MutationSteps(StepWriter writer)
{
    public MigrationState Add(MigrationState state)
    {
        var mutations = state.Workloads.Select(workload => (Workload: workload, Mutation: state.MutationOf(workload))).ToList();
        var next = state with { Workloads = [.. mutations.Select(pair => pair.Mutation.ApplyTo(pair.Workload))] };
        var refused = state.RefusedIn(next).ToList();
        var places = mutations.Where(pair => pair.Mutation.Writes.Count > 0 && WorkloadMutation.WhyNotWritable(pair.Workload) is null)
            .GroupBy(pair => pair.Workload.Namespace).OrderBy(place => place.Key, StringComparer.Ordinal);
        foreach (var place in places)
        {
            var backup = writer.BackupFile(place.Key);
            writer.Add(
                PspMigrationStepKind.ExplicitMutation,
                $"Namespace/{place.Key}",
                Describe([.. place]),
                refused.Where(text => text.Contains($"/{place.Key}/", StringComparison.Ordinal)),
                writer.Command("Set-PspMutation", ("Namespace", place.Key), ("BackupPath", backup)),
                writer.Command("Restore-PodSecurityBackup", ("Path", backup)),
                place.Key);
        }
        return next;
    }

    private static string Describe(IReadOnlyCollection<(SurveyedWorkload Workload, WorkloadMutation Mutation)> changed)
    {
        var fields = changed.Sum(pair => pair.Mutation.Writes.Count);
        var policies = changed.Select(pair => pair.Mutation.Policy!).Distinct().Order(StringComparer.Ordinal);
        return $"Writes {fields} {(fields == 1 ? "field" : "fields")}, which {StepWriter.Some(policies)} now writes into pods, into "
            + $"{(changed.Count == 1 ? "the template" : "the templates")} of "
            + $"{StepWriter.Some(changed.Select(pair => pair.Workload.Name))}; "
            + "their pods are made again";
    }
}

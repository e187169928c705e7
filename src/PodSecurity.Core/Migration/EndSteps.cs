using PodSecurity.Api;
using PodSecurity.Migration.Pods;
using PodSecurity.Verdicts;

namespace PodSecurity.Migration;

/// <summary>The last steps: what is lost with the policies, their end, and what they leave behind.</summary>
internal sealed class EndSteps(StepWriter writer, PodSecurityVersion version)
{
    public void Add(MigrationState state, NamespaceLevels levels, PolicyState rules, bool servesPolicies)
    {
        if (servesPolicies)
        {
            AddLeftOpen(state, levels);
            writer.Add(
                PspMigrationStepKind.PspOff,
                $"{writer.Cluster}",
                "Switches PodSecurityPolicy off: take it out of --enable-admission-plugins of every kube-apiserver, or upgrade to 1.25, "
                + "where "
                    + "it is not there any more (managed clusters such as EKS know no other way). From then on nothing is refused or "
                    + "written by "
                    + "policies; levels that are enforced hold",
                StillWritten(state),
                "# kube-apiserver --disable-admission-plugins=PodSecurityPolicy",
                "# kube-apiserver --enable-admission-plugins=PodSecurityPolicy");
        }
        AddCleanUp(state.Judge?.State ?? rules);
    }

    private void AddLeftOpen(MigrationState state, NamespaceLevels levels)
    {
        var uses = from workload in state.Workloads
                   let level = levels.Of(workload.Namespace)
                   from policy in state.PoliciesOf(workload)
                   group workload.Namespace by (policy, level);
        foreach (var places in uses.OrderBy(use => $"{use.Key.policy} {(int)use.Key.level}", StringComparer.Ordinal))
        {
            var policy = state.Judge!.State.Policies.First(policy => policy.Name == places.Key.policy);
            var open = PolicyComparison.Differences(policy, places.Key.level, version).LeavesOpen;
            if (open.Count > 0)
            {
                writer.Add(
                    PspMigrationStepKind.LeftOpen,
                    $"{policy.Kind}/{policy.Name}",
                    $"{LevelName.Of(places.Key.level)} lets in what {policy.Name} refuses in "
                    + $"{StepWriter.Some(places.Distinct().Order(StringComparer.Ordinal))}: "
                        + string.Join("; ", open.Select(difference => difference.Detail)),
                    []);
            }
        }
    }

    private static IEnumerable<string> StillWritten(MigrationState state) =>
        from workload in state.Workloads
        let lost = Lost(workload, state.MutationOf(workload)).ToList()
        where lost.Count > 0
        select $"{ObjectPath.Of(workload.Workload.Kind, workload.Namespace, workload.Workload.Name)}: nobody writes any more "
            + StepWriter.Some(lost);

    // A seccomp profile that the template has as a field is only repeated in an annotation.
    private static IEnumerable<string> Lost(SurveyedWorkload workload, WorkloadMutation mutation)
    {
        var said = PodFields.Of(workload.Workload.Pod);
        var writes = mutation.Writes.Where(write => !PodFields.Same(said.GetValueOrDefault(write.Key), write.Value));
        return writes.Select(write => write.Key).Concat(mutation.OutOfReach).Select(field => $"{field}");
    }

    private void AddCleanUp(PolicyState rules)
    {
        var orphans = new OrphanedUse(rules).Changes;
        if (orphans.Count > 0)
        {
            var backup = writer.BackupFile("clean-up");
            var targets = orphans.Select(change => change.Target).Order(StringComparer.Ordinal);
            writer.Add(
                PspMigrationStepKind.CleanUp,
                $"{writer.Cluster}",
                $"When no policy is left: takes the use of policies out of {StepWriter.Some(targets)}",
                [],
                writer.Command("Remove-OrphanedPspUse", ("BackupPath", backup)),
                writer.Command("Restore-PodSecurityBackup", ("Path", backup)));
        }
    }
}

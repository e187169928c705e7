using PodSecurity.Api;

namespace PodSecurity.Migration;

/// <summary>The steps that make twins of policies with fields that only write, as far as such policies admit anything.</summary>
internal sealed class TwinSteps(StepWriter writer)
{
    public MigrationState Add(MigrationState state)
    {
        if (state.Judge is not { } judge)
        {
            return state;
        }
        var used = state.Workloads.SelectMany(state.PoliciesOf).ToHashSet();
        var policies = judge.State.Policies.Where(policy => used.Contains(policy.Name)).OrderBy(
            policy => policy.Name, StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            if (NonMutatingTwin.Of(policy, state.Judge!.State) is { } twin)
            {
                var next = state.After(twin.ApplyTo(state.Judge.State));
                Add(twin, state, next);
                state = next;
            }
        }
        return state;
    }

    private void Add(NonMutatingTwin twin, MigrationState state, MigrationState next) => writer.Add(
        PspMigrationStepKind.NonMutatingTwin,
        $"{twin.Policy.Kind}/{twin.Policy.Name}",
        $"Makes a policy that demands what {twin.Original.Name} demands and writes less, for whoever may use that one; pods that still "
        + "show "
            + $"{twin.Original.Name} in their annotation kubernetes.io/psp need what it writes",
        [.. state.RefusedIn(next), .. Unwritten(state, next)],
        twin.Command(writer.Connection),
        twin.Undo(writer.Connection),
        policy: twin.Policy);

    // A pod whose template says nothing would come without what the original gives it.
    private static IEnumerable<string> Unwritten(MigrationState state, MigrationState next) =>
        from workload in state.Workloads
        let before = state.MutationOf(workload)
        where before.Policy is not null
        let after = next.MutationOf(workload)
        let lost = before.Writes.Keys.Concat(before.OutOfReach).Except([.. after.Writes.Keys, .. after.OutOfReach]).ToList()
        where lost.Count > 0
        select $"{ObjectPath.Of(workload.Workload.Kind, workload.Namespace, workload.Workload.Name)}: {before.Policy} no longer writes "
            + StepWriter.Some(lost.Select(field => $"{field}"));
}

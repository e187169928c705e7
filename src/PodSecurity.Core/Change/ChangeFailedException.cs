namespace PodSecurity.Change;

/// <summary>A step of a plan failed. What is in <see cref="NotRolledBack"/> needs the administrator.</summary>
public sealed class ChangeFailedException : Exception
{
    /// <param name="planned">All that was to change. A command can make several plans: this speaks for one of them.</param>
    /// <param name="outcomes">What became of each request that was sent, the last one first, with the change that it belongs to.</param>
    internal ChangeFailedException(
        ObjectChange failed, IReadOnlyCollection<ObjectChange> planned,
        IReadOnlyCollection<(ObjectChange Change, StepOutcome Outcome)> outcomes, Exception cause)
        : base(string.Join(' ', Sentences(failed, planned, [.. outcomes.Select(pair => pair.Outcome)], cause)), cause)
    {
        Failed = failed;
        Outcomes = [.. outcomes.Select(pair => pair.Outcome)];
        var objects = outcomes.GroupBy(pair => pair.Change, pair => pair.Outcome.End, ReferenceEqualityComparer.Instance).ToList();
        RolledBack = [.. objects.Where(ends => !ends.Contains(StepEnd.Left)).Select(ends => ObjectState.Before((ObjectChange)ends.Key!))];
        NotRolledBack = [.. objects.Where(ends => ends.Contains(StepEnd.Left)).Select(ends => ObjectState.Before((ObjectChange)ends.Key!))];
    }

    /// <summary>The request that failed.</summary>
    public ObjectChange Failed { get; }

    /// <summary>What became of each request that was sent, the last one first.</summary>
    public IReadOnlyList<StepOutcome> Outcomes { get; }

    /// <summary>The objects that are as before, because they were brought back or because no request changed them.</summary>
    public IReadOnlyList<ObjectState> RolledBack { get; }

    /// <summary>The former states of the objects that are left as they are now.</summary>
    public IReadOnlyList<ObjectState> NotRolledBack { get; }

    private static IEnumerable<string> Sentences(
        ObjectChange failed, IReadOnlyCollection<ObjectChange> planned, IReadOnlyList<StepOutcome> outcomes, Exception cause)
    {
        yield return cause switch
        {
            OperationCanceledException => $"{failed} was stopped.",
            Cluster.ClusterException => cause.Message,
            _ => $"{failed} failed: {cause.Message}",
        };
        var mayYetChange = outcomes.Any(outcome => outcome.End == StepEnd.NotSeen);
        if (mayYetChange)
        {
            yield return $"No answer came, and {failed.Target} did not change while it was watched; a request that is still under way may "
                + "yet change it.";
        }
        if (Named(outcomes, StepEnd.RolledBack, step => step.ToString()) is { } rolledBack)
        {
            yield return $"Rolled back: {rolledBack}.";
        }
        var left = outcomes.Where(outcome => outcome.End == StepEnd.Left).DistinctBy(outcome => outcome.Step.Target).ToList();
        yield return left.Count == 0
            ? $"{(mayYetChange ? "So far " : "")}{AsBefore(planned)}"
            : $"Not rolled back: {string.Join("; ", left.Select(outcome => $"{outcome.Step.Target}, because {outcome.Reason}"))}.";
    }

    private static string AsBefore(IReadOnlyCollection<ObjectChange> planned) =>
        $"{string.Join(", ", planned.Select(change => change.Target))} {(planned.Count == 1 ? "is" : "are")} as before.";

    private static string? Named(IEnumerable<StepOutcome> outcomes, StepEnd end, Func<ObjectChange, string> name)
    {
        var names = string.Join(", ", outcomes.Where(outcome => outcome.End == end).Select(outcome => name(outcome.Step)));
        return names.Length == 0 ? null : names;
    }
}

using PodSecurity.Cluster;

namespace PodSecurity.Change;

/// <summary>
/// Changes that belong together, in order: all are made, or what was made is taken back. Every command that changes a cluster
/// goes through here, so each change can be undone, and each has a backup.
/// </summary>
public sealed class ChangePlan(IEnumerable<ObjectChange> changes)
{
    // Taking back must not hang on a dead connection, and must go on after Ctrl+C.
    private static readonly TimeSpan RollbackLimit = TimeSpan.FromSeconds(30);

    /// <summary>The requests that will be made, in order; empty when everything already is as wanted.</summary>
    public IReadOnlyList<ObjectChange> Steps { get; } = [.. changes.SelectMany(change => change.Steps())];

    /// <summary>The plan that leads back: the former states, in the opposite order.</summary>
    public IReadOnlyList<ObjectState> FormerStates => [.. Steps.Reverse().Select(ObjectState.Before)];

    /// <summary>Makes the changes one by one; after a failure or a cancellation brings back the former states.</summary>
    /// <exception cref="ChangeFailedException">A step failed; says what was taken back and what could not be.</exception>
    public async Task ExecuteAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        for (var step = 0; step < Steps.Count; step++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Steps[step].MakeAsync(gateway, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is ClusterException or OperationCanceledException)
            {
                // A refused step did nothing; after a cut connection nobody knows, so that step is taken back too.
                var toTakeBack = Steps.Take(IsRefusal(failure) ? step : step + 1);
                throw await TakeBackAsync(gateway, toTakeBack, Steps[step], failure).ConfigureAwait(false);
            }
        }
    }

    private static bool IsRefusal(Exception failure) => failure is ClusterException { StatusCode: >= 400 and < 500 };

    private static async Task<ChangeFailedException> TakeBackAsync(
        IClusterGateway gateway, IEnumerable<ObjectChange> steps, ObjectChange failed, Exception failure)
    {
        using var limit = new CancellationTokenSource(RollbackLimit);
        var rolledBack = new List<ObjectState>();
        var notRolledBack = new List<ObjectState>();
        foreach (var state in steps.Reverse().Select(ObjectState.Before))
        {
            try
            {
                await state.EnsureAsync(gateway, limit.Token).ConfigureAwait(false);
                rolledBack.Add(state);
            }
            catch (Exception e) when (e is ClusterException or OperationCanceledException)
            {
                notRolledBack.Add(state);
            }
        }
        return new ChangeFailedException(failed, rolledBack, notRolledBack, failure);
    }
}

/// <summary>A step of a plan failed. What is in <see cref="NotRolledBack"/> needs the administrator.</summary>
public sealed class ChangeFailedException : Exception
{
    public ChangeFailedException(
        ObjectChange failed, IReadOnlyList<ObjectState> rolledBack, IReadOnlyList<ObjectState> notRolledBack, Exception cause)
        : base(Describe(failed, notRolledBack, cause), cause) =>
        (Failed, RolledBack, NotRolledBack) = (failed, rolledBack, notRolledBack);

    public ObjectChange Failed { get; }
    public IReadOnlyList<ObjectState> RolledBack { get; }
    public IReadOnlyList<ObjectState> NotRolledBack { get; }

    private static string Describe(ObjectChange failed, IReadOnlyList<ObjectState> notRolledBack, Exception cause)
    {
        var why = cause is OperationCanceledException ? "the operation was stopped" : cause.Message;
        var state = notRolledBack.Count == 0
            ? "Everything is as before."
            : $"Could not be brought back: {string.Join(", ", notRolledBack)}.";
        return $"{failed.Action} {failed.Target} failed: {why} {state}";
    }
}

using PodSecurity.Admission.Storage;
using PodSecurity.Cluster;

namespace PodSecurity.Change;

/// <summary>
/// Changes that belong together, in order: all are made, or what was made is taken back. Every command that changes a cluster
/// goes through here, so each change can be undone, and each has a backup.
/// </summary>
public sealed class ChangePlan
{
    // Taking back must not hang on a dead connection, and must go on after Ctrl+C.
    private static readonly TimeSpan RollbackLimit = TimeSpan.FromSeconds(30);

    private readonly List<(ObjectChange Change, ObjectChange Step)> _steps;

    public ChangePlan(IEnumerable<ObjectChange> changes)
    {
        Changes = [.. changes.Where(change => change.Action != ChangeAction.None)];
        _steps = [.. Changes.SelectMany(change => change.Steps(), (change, step) => (change, step))];
    }

    /// <summary>The objects that differ from what is wanted, in order; empty when everything already is as wanted.</summary>
    public IReadOnlyList<ObjectChange> Changes { get; }

    /// <summary>The requests that will be made, in order.</summary>
    public IReadOnlyList<ObjectChange> Steps => [.. _steps.Select(pair => pair.Step)];

    /// <summary>What leads back: the former state of each object that changes, in the opposite order.</summary>
    public IReadOnlyList<ObjectState> FormerStates => [.. Changes.Reverse().Select(ObjectState.Before)];

    /// <summary>Makes the changes one by one; after a failure or a cancellation brings back the former states.</summary>
    /// <exception cref="ChangeFailedException">A step failed; says what was taken back and what could not be.</exception>
    public async Task ExecuteAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        for (var done = 0; done < _steps.Count; done++)
        {
            var step = _steps[done].Step;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await step.MakeAsync(gateway, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is ClusterException or OperationCanceledException)
            {
                // A refused step did nothing; after a cut connection nobody knows, so that step is taken back too.
                var touched = _steps.Take(IsRefusal(failure) ? done : done + 1).Select(pair => pair.Change).Distinct();
                throw await TakeBackAsync(gateway, touched.Reverse(), step, failure).ConfigureAwait(false);
            }
        }
    }

    private static bool IsRefusal(Exception failure) => failure is ClusterException { StatusCode: >= 400 and < 500 };

    private static async Task<ChangeFailedException> TakeBackAsync(
        IClusterGateway gateway, IEnumerable<ObjectChange> touched, ObjectChange failed, Exception failure)
    {
        using var limit = new CancellationTokenSource(RollbackLimit);
        var rolledBack = new List<ObjectState>();
        var notRolledBack = new List<ObjectState>();
        foreach (var state in touched.Select(ObjectState.Before))
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

using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Change;

/// <summary>
/// Changes that belong together, in order: all are made, or what was made is rolled back. Every command that changes a cluster goes
/// through here.
/// </summary>
public sealed class ChangePlan
{
    private readonly List<(ObjectChange Change, ChangeStep Step)> _steps;

    /// <exception cref="ClusterException">NameInvalid: an object cannot be named as it is.</exception>
    public ChangePlan(IEnumerable<ObjectChange> changes)
    {
        Changes = [.. changes.Where(change => change.Action != ChangeAction.None)];
        foreach (var change in Changes)
        {
            change.CheckNames();
        }
        _steps = [.. Changes.SelectMany(change => change.Steps(), (change, step) => (change, new ChangeStep(step)))];
    }

    /// <summary>The objects that differ from what is wanted, in order; empty when everything already is as wanted.</summary>
    public IReadOnlyList<ObjectChange> Changes { get; }

    /// <summary>What leads back: the former state of each object that changes, in the opposite order.</summary>
    public IReadOnlyList<ObjectState> FormerStates => [.. Changes.Reverse().Select(ObjectState.Before)];

    /// <summary>Makes the changes one by one; after any failure or a cancellation brings back the former states.</summary>
    /// <returns>The objects that were written, as the cluster has them.</returns>
    /// <exception cref="ChangeFailedException">A step failed; says what became of each step.</exception>
    public async Task<IReadOnlyList<ManifestDocument>> ExecuteAsync(
        IClusterGateway gateway, CancellationToken cancellationToken, ChangeTiming? timing = null)
    {
        timing ??= ChangeTiming.Default;
        var run = new ChangeRun();
        using var patience = new CancellationTokenSource();
        using var stop = cancellationToken.Register(() => patience.CancelAfter(timing.Grace));
        for (var sent = 0; sent < _steps.Count; sent++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await _steps[sent].Step.MakeAsync(gateway, run, patience.Token).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (Exception failure)
            {
                var outcomes = await RollBackAsync(sent + 1, run, gateway, timing).ConfigureAwait(false);
                throw new ChangeFailedException(_steps[sent].Step.Change, Changes, outcomes, failure);
            }
        }
        return [.. _steps.Select(pair => pair.Step.Stored).OfType<ManifestDocument>()];
    }

    // Goes on after Ctrl+C, and ends in a given time whatever the server does.
    private async Task<List<(ObjectChange Change, StepOutcome Outcome)>> RollBackAsync(
        int sent, ChangeRun run, IClusterGateway gateway, ChangeTiming timing)
    {
        using var limit = new CancellationTokenSource(timing.Rollback);
        var outcomes = new List<(ObjectChange, StepOutcome)>();
        foreach (var (change, step) in Enumerable.Reverse(_steps.Take(sent)))
        {
            outcomes.Add((change, await new StepRollback(step, run, gateway, timing).RunAsync(limit.Token).ConfigureAwait(false)));
        }
        return outcomes;
    }
}

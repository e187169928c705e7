using System.Text.Json.Nodes;
using PodSecurity.Cluster;

namespace PodSecurity.Change;

/// <summary>
/// Rolls one step back: reads what is there, and undoes only what this run provably did. What somebody else made or changed stays, and is
/// named with the reason.
/// </summary>
internal sealed class StepRollback(ChangeStep step, ChangeRun run, IClusterGateway gateway, ChangeTiming timing)
{
    private readonly ObjectChange _change = step.Change;
    private bool _isUndone;

    /// <summary>Never throws: whatever happens, the other steps have their turn.</summary>
    public async Task<StepOutcome> RunAsync(CancellationToken cancellationToken)
    {
        if (step.Progress == StepProgress.NotDone)
        {
            return new(_change, StepEnd.AsBefore);
        }
        var reason = "";
        for (var attempt = 0; attempt < timing.Attempts && !cancellationToken.IsCancellationRequested; attempt++)
        {
            try
            {
                if (attempt > 0)
                {
                    await Task.Delay(timing.Pause, cancellationToken).ConfigureAwait(false);
                }
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(timing.Attempt);
                return await TryAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                reason = failure is OperationCanceledException ? "no answer came in time" : failure.Message.TrimEnd('.');
            }
        }
        return new(_change, StepEnd.Left, $"it could not be rolled back: {(reason.Length > 0 ? reason : "there was no time left")}");
    }

    private async Task<StepOutcome> TryAsync(CancellationToken cancellationToken)
    {
        var current = await LookAsync(cancellationToken).ConfigureAwait(false);
        if (current is null && step is { Change.Action: ChangeAction.Create, Stored: { } made } && !_isUndone)
        {
            // It was there for certain: rather than believe that it is gone, delete that very version.
            current = ServerFields.Read(made);
        }
        if (IsAsBefore(current))
        {
            return new(_change, End());
        }
        if (WhyNotOurs(current) is { } reason)
        {
            return new(_change, StepEnd.Left, reason);
        }
        var wasUndone = _isUndone;
        _isUndone = true;
        try
        {
            await UndoAsync(current, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e) when (e.IsRefusal)
        {
            // What was read was not so, and this undid nothing: the request of the step may still be under way.
            _isUndone = wasUndone;
            throw;
        }
        return new(_change, StepEnd.RolledBack);
    }

    private StepEnd End() => _isUndone ? StepEnd.RolledBack : step.Progress == StepProgress.UnderWay ? StepEnd.NotSeen : StepEnd.AsBefore;

    // A request without an answer may be carried out a little later.
    private async Task<JsonObject?> LookAsync(CancellationToken cancellationToken)
    {
        var current = await ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var pause in timing.Looks)
        {
            if (step.Progress != StepProgress.UnderWay || _isUndone || !IsAsBefore(current))
            {
                break;
            }
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            current = await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        return current;
    }

    private async Task<JsonObject?> ReadAsync(CancellationToken cancellationToken) =>
        await gateway.GetAsync(_change.Type, _change.Namespace, _change.Name, cancellationToken).ConfigureAwait(false) is { } document
            ? ServerFields.Read(document)
            : null;

    private bool IsAsBefore(JsonObject? current) => (_change.Before, current) switch
    {
        (null, null) => true,
        ({ } before, { } now) => ServerFields.SameContent(before, now) && !ServerFields.IsBeingDeleted(now),
        _ => false,
    };

    /// <summary>Why what is there now is not this run's to undo; null when it is.</summary>
    private string? WhyNotOurs(JsonObject? current) => _change.Action switch
    {
        ChangeAction.Delete => current switch
        {
            null => null,
            _ when ServerFields.IsBeingDeleted(current) => "it is being deleted, and waits for its finalizers",
            _ => "somebody else made or changed it meanwhile",
        },
        _ when current is null => "somebody else deleted it",
        _ when step.Stored is { } stored => ServerFields.SameVersion(
            ServerFields.Read(stored), current) ? null : "somebody else changed it since",
        ChangeAction.Create => run.Made(current, _change.After!) ? null : Unproved(current),
        _ => run.Wrote(current, _change.After!) ? null : Unproved(current),
    };

    private string Unproved(JsonObject current) => ServerFields.SameContent(current, _change.After!)
        ? "it now is as this run wanted it, but nothing proves that this run wrote it"
        : "somebody else made or changed it meanwhile";

    private Task UndoAsync(JsonObject? current, CancellationToken cancellationToken) => _change.Action switch
    {
        ChangeAction.Create => gateway.DeleteAsync(
            _change.Type, _change.Namespace, _change.Name, ServerFields.Preconditions(current!), run.Options, cancellationToken),
        ChangeAction.Delete => gateway.CreateAsync(
            _change.Type, _change.Namespace, ServerFields.Without(_change.Before!), run.Options, cancellationToken),
        _ => gateway.ReplaceAsync(
            _change.Type, _change.Namespace, _change.Name, ServerFields.WithVersion(
                _change.Before!, ServerFields.Version(current!)), run.Options,
            cancellationToken),
    };
}

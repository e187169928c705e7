using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Change;

/// <summary>One request of a plan: makes it, and remembers what is known of its effect.</summary>
/// <param name="change">The object before and after this request alone.</param>
internal sealed class ChangeStep(ObjectChange change)
{
    public ObjectChange Change => change;

    public StepProgress Progress { get; private set; }

    /// <summary>What the server answered to a create or replace: the version that this run wrote.</summary>
    public ManifestDocument? Stored { get; private set; }

    /// <summary>Sends the request. A body that was read carries its version, so nobody else's change in between is lost.</summary>
    public async Task MakeAsync(IClusterGateway gateway, ChangeRun run, CancellationToken cancellationToken)
    {
        Progress = StepProgress.Unknown;
        try
        {
            var made = await SendAsync(gateway, run, cancellationToken).ConfigureAwait(false);
            Progress = made ? StepProgress.Done : StepProgress.NotDone;
        }
        catch (ClusterException failure)
        {
            Progress = failure.IsRefusal || failure.IsNeverSent ? StepProgress.NotDone
                : failure.IsLastWord ? StepProgress.Unknown
                : StepProgress.UnderWay;
            throw;
        }
        catch (Exception)
        {
            Progress = StepProgress.UnderWay;
            throw;
        }
    }

    private async Task<bool> SendAsync(IClusterGateway gateway, ChangeRun run, CancellationToken cancellationToken)
    {
        switch (change.Action)
        {
            case ChangeAction.Create:
                Stored = await gateway.CreateAsync(
                    change.Type, change.Namespace, ServerFields.Without(change.After!), run.Options, cancellationToken).ConfigureAwait(
                        false);
                return true;
            case ChangeAction.Replace:
                var body = ServerFields.WithVersion(change.After!, ServerFields.Version(change.Before!));
                Stored = await gateway.ReplaceAsync(
                    change.Type, change.Namespace, change.Name, body, run.Options, cancellationToken).ConfigureAwait(false);
                return true;
            case ChangeAction.Delete:
                return await DeleteAsync(gateway, run, cancellationToken).ConfigureAwait(false);
            default:
                return false;
        }
    }

    // Gone already is as wanted: somebody else was faster. Then it is not this run that brings it back.
    private async Task<bool> DeleteAsync(IClusterGateway gateway, ChangeRun run, CancellationToken cancellationToken)
    {
        try
        {
            await gateway.DeleteAsync(
                change.Type, change.Namespace, change.Name, ServerFields.Preconditions(
                    change.Before!), run.Options, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ClusterException e) when (e is { Failure: ClusterFailure.NotFound, IsRefusal: true })
        {
            return false;
        }
    }
}

/// <summary>What is known of the effect of a request.</summary>
internal enum StepProgress
{
    NotDone,

    /// <summary>It may be carried out now or later.</summary>
    UnderWay,

    /// <summary>The server has finished with it, in one way or the other.</summary>
    Unknown,
    Done,
}

using System.Collections;
using System.Management.Automation;
using PodSecurity.Errors;
using PodSecurity.Manifests;

namespace PodSecurity.Hosting;

/// <summary>
/// The base of all commands. A command overrides the Async methods; its code, also after an <c>await</c>, runs on the pipeline
/// thread. <see cref="StopToken"/> is cancelled by Ctrl+C. An exception of ours or of the file system that leaves a method ends the
/// command with an error record; <see cref="WriteFailure"/> reports one and goes on.
/// </summary>
public abstract class PodSecurityCommand : PrintableCommand, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelinePump _pump;

    protected PodSecurityCommand() => _pump = new(_stop.Cancel);

    protected CancellationToken StopToken => _stop.Token;

    /// <summary>What the user named that a failure of the whole command is about; null when nothing was named.</summary>
    protected virtual object? FailureTarget => null;

    /// <summary>Says what the user has to know after Ctrl+C, by WriteToHost: the streams are closed.</summary>
    protected virtual void SayAfterStop()
    {
    }

    protected virtual Task BeginProcessingAsync() => Task.CompletedTask;

    protected virtual Task ProcessRecordAsync() => Task.CompletedTask;

    protected virtual Task EndProcessingAsync() => Task.CompletedTask;

    protected sealed override void BeginProcessing()
    {
        RefuseUnsetVariables();
        Run(BeginProcessingAsync);
    }

    protected sealed override void ProcessRecord() => Run(ProcessRecordAsync);

    protected sealed override void EndProcessing() => Run(EndProcessingAsync);

    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Whether an error record was written; a verdict on everything cannot be good then.</summary>
    protected internal bool HasFailed { get; private set; }

    /// <summary>
    /// Writes an error record and returns, or ends the command when nothing more can succeed (no connection, no credential).
    /// </summary>
    /// <param name="target">What the user named; becomes the record's target object.</param>
    protected internal void WriteFailure(Exception exception, object? target)
    {
        var record = FailureMap.Find(exception, target) ?? throw exception;
        if (FailureMap.EndsCommand(exception))
        {
            ThrowTerminatingError(record);
        }
        Report(record);
    }

    /// <summary>Reports an object that cannot be read, whichever thread found it; the rest goes on.</summary>
    internal void ReportUnreadable(ManifestException exception) =>
        OnPipelineThread(() => WriteFailure(exception, exception.DocumentSource.Origin));

    /// <summary>Writes the record of an error that does not end the command.</summary>
    internal void Report(ErrorRecord record)
    {
        HasFailed = true;
        WriteError(record);
    }

    /// <summary>The file system path that the user means; it need not exist, and wildcards are plain characters.</summary>
    /// <param name="parameter">What the path was given for, for the error of a path that leads elsewhere.</param>
    internal string ResolveFile(string path, string parameter)
    {
        try
        {
            var resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            if (provider.Name != "FileSystem")
            {
                ThrowTerminatingError(ModuleError.PathNotInFileSystem(path, provider.Name, parameter));
            }
            return resolved;
        }
        catch (SessionStateException e)
        {
            ThrowTerminatingError(ModuleError.PathNotFound(path, e));
            throw;
        }
    }

    /// <summary>Does the work on the pipeline thread, whichever thread asks.</summary>
    internal void OnPipelineThread(Action work) => _pump.Invoke(work);

    /// <summary>
    /// Ends a command that was given a variable which was never set: it is not meant as what the parameter means when it is left out.
    /// </summary>
    private void RefuseUnsetVariables()
    {
        // What the pipeline binds comes later, and may well leave things open.
        foreach (var (name, value) in MyInvocation.BoundParameters)
        {
            if (value is null && MyInvocation.MyCommand.Parameters[name].ParameterType is var type
                && (type == typeof(string) || type == typeof(Hashtable)))
            {
                ThrowTerminatingError(ModuleError.ParameterNull(name));
            }
        }
    }

    private void Run(Func<Task> step)
    {
        try
        {
            _pump.Run(step);
        }
        catch (Exception e) when (e is PipelineStoppedException
            || (e is OperationCanceledException && StopToken.IsCancellationRequested))
        {
            SayAfterStop();
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (FailureMap.Find(e, FailureTarget) is { } record)
        {
            ThrowTerminatingError(record);
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }
}

using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Hosting;
using PodSecurity.Loading;

namespace PodSecurity.Tests.Hosting;

/// <summary>What a script did.</summary>
internal sealed record ScriptResult(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Verbose)
{
    /// <summary>Whether Ctrl+C ended it.</summary>
    public bool IsStopped { get; init; }
}

/// <summary>A runspace that has the commands, connected to a cluster in memory.</summary>
internal sealed class HostedModule : IDisposable
{
    private readonly Runspace _runspace;

    public HostedModule()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([typeof(PodSecurityCommand).Assembly.Location]);
        state.Types.Add(new SessionStateTypeEntry(ViewFile("PodSecurity.Types.ps1xml")));
        state.Formats.Add(new SessionStateFormatEntry(ViewFile("PodSecurity.Format.ps1xml")));
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
        Timing = QuickTiming;
        ModuleSession.Of(_runspace).FallbackFolders = () => FallbackFolders;
        ModuleSession.Of(_runspace).Connect = (options, log, _) =>
        {
            Options = options;
            OnConnect?.Invoke(log);
            return Failure is null ? Task.FromResult(Instead ?? Cluster) : Task.FromException<IClusterGateway>(Failure);
        };
    }

    /// <summary>Waits that tests can bear.</summary>
    public static ChangeTiming QuickTiming { get; } = new()
    {
        Grace = TimeSpan.FromMilliseconds(20), Looks = [TimeSpan.Zero], Pause = TimeSpan.Zero,
    };

    public RecordingHost Host { get; } = new();
    public MemoryGateway Cluster { get; } = new();

    public ChangeTiming Timing
    {
        set => ModuleSession.Of(_runspace).Timing = value;
    }

    /// <summary>Instead of the home folder and the one for temporary files.</summary>
    public string[] FallbackFolders { get; set; } = [];

    /// <summary>Another cluster than the one in memory.</summary>
    public IClusterGateway? Instead { get; set; }

    /// <summary>What connecting ends with; null: with the cluster.</summary>
    public ClusterException? Failure { get; set; }

    /// <summary>Where the user is.</summary>
    public string Location
    {
        set => _runspace.SessionStateProxy.Path.SetLocation(value);
    }

    /// <summary>What is said while connecting.</summary>
    public Action<IClusterLog>? OnConnect { get; set; }

    /// <summary>What the last command said about the cluster to talk to.</summary>
    public ClusterConnectionOptions? Options { get; private set; }

    /// <summary>Runs a script; a terminating error is the last of the errors.</summary>
    /// <param name="stopper">Is given what presses Ctrl+C.</param>
    public ScriptResult Run(string script, Action<Action>? stopper = null)
    {
        using var shell = PowerShell.Create(_runspace);
        stopper?.Invoke(() => shell.BeginStop(null, null));
        shell.AddScript(script);
        List<PSObject> output = [];
        List<ErrorRecord> errors = [];
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            errors.Add(e.ErrorRecord);
        }

        return new(
            output, [.. shell.Streams.Error, .. errors], [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Verbose.Select(record => record.Message)])
        {
            IsStopped = shell.InvocationStateInfo.State == PSInvocationState.Stopped,
        };
    }

    /// <summary>Runs a script, stops it (Ctrl+C) when the task has ended, and gives the errors and the time that stopping took.</summary>
    public async Task<(IReadOnlyList<ErrorRecord> Errors, TimeSpan Took)> StopAsync(string script, Task when)
    {
        using var shell = PowerShell.Create(_runspace);
        var running = shell.AddScript(script).BeginInvoke();
        await when;
        var started = Stopwatch.GetTimestamp();
        shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        return ([.. shell.Streams.Error], Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Completes the text at its end, as Tab does.</summary>
    public IReadOnlyList<string> Complete(string text)
    {
        using var shell = PowerShell.Create(_runspace);
        return [.. CommandCompletion.CompleteInput(text, text.Length, null, shell).CompletionMatches.Select(match => match.CompletionText)];
    }

    public void Dispose() => _runspace.Dispose();

    private static string ViewFile(string name) => Path.Combine(AppContext.BaseDirectory, "Formatting", name);
}

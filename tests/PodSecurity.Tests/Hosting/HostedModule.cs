using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PodSecurity.Cluster;
using PodSecurity.Commands;
using PodSecurity.Loading;
using PodSecurity.Testing;

namespace PodSecurity.Tests.Hosting;

/// <summary>What a script did.</summary>
internal sealed record ScriptResult(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Verbose);

/// <summary>A runspace that has the commands, connected to a cluster in memory.</summary>
internal sealed class HostedModule : IDisposable
{
    private readonly Runspace _runspace;

    public HostedModule()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([typeof(PodSecurityCommand).Assembly.Location]);
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
        ModuleSession.Of(_runspace).Connect = (options, _, _) =>
        {
            Options = options;
            return Task.FromResult<IClusterGateway>(Cluster);
        };
    }

    public RecordingHost Host { get; } = new();
    public MemoryGateway Cluster { get; } = new();

    /// <summary>What the last command said about the cluster to talk to.</summary>
    public ClusterConnectionOptions? Options { get; private set; }

    /// <summary>Runs a script; a terminating error is the last of the errors.</summary>
    public ScriptResult Run(string script)
    {
        using var shell = PowerShell.Create(_runspace);
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
            [.. shell.Streams.Verbose.Select(record => record.Message)]);
    }

    public void Dispose() => _runspace.Dispose();
}

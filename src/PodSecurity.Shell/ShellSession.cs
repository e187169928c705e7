using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace PodSecurity.Shell;

/// <summary>A runspace with the staged module, and the way scripts run in it: output and errors are shown as pwsh shows them.</summary>
internal sealed class ShellSession : IDisposable
{
    private const string ModuleManifest = "out/PodSecurity/PodSecurity.psd1";

    private const string WriteErrorRecord = "[CmdletBinding()] param($Record) $PSCmdlet.WriteError($Record)";

    private readonly Runspace _runspace;
    private volatile PowerShell? _running;

    public ShellSession()
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
    }

    public ShellHost Host { get; } = new();

    /// <summary>Imports the module that the build left in this repository.</summary>
    public bool ImportModule()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var manifest = Path.Combine(folder.FullName, ModuleManifest);
            if (File.Exists(manifest))
            {
                return Run(command => command.AddCommand("Import-Module").AddParameter("Name", manifest));
            }
        }
        Host.UI.WriteErrorLine($"There is no {ModuleManifest} above {AppContext.BaseDirectory}: build src/PodSecurity first.");
        return false;
    }

    /// <summary>Runs a script and gives the exit code: that of <c>exit</c>, else 1 after a terminating error, else 0.</summary>
    /// <param name="callsFile">The script calls a file; what that exits with counts.</param>
    public int RunToEnd(string script, bool callsFile)
    {
        var completed = Run(script);
        // Not as a part of the script: exit ends a pipeline before what it still has to show is shown.
        if (completed && callsFile)
        {
            Run("exit $LASTEXITCODE");
        }
        return Host.ExitCode ?? (completed ? 0 : ShellHost.Failure);
    }

    /// <returns>Whether it ran to its end, without a terminating error.</returns>
    public bool Run(string script) => Run(command => command.AddScript(script));

    /// <summary>What a script gives, as text; empty when it fails.</summary>
    public string Evaluate(string script)
    {
        using var powershell = PowerShell.Create(_runspace);
        try
        {
            return string.Concat(powershell.AddScript(script).Invoke());
        }
        catch (RuntimeException)
        {
            return "";
        }
    }

    /// <summary>Stops what runs; false when nothing does.</summary>
    public bool Stop()
    {
        _running?.BeginStop(null, null);
        return _running is not null;
    }

    public void Dispose() => _runspace.Dispose();

    private bool Run(Func<PowerShell, PowerShell> addCommand)
    {
        using var powershell = PowerShell.Create(_runspace);
        addCommand(powershell);
        // Errors go the way of the output, so that both appear in the order in which they happen.
        powershell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        powershell.AddCommand("Out-Default");
        _running = powershell;
        try
        {
            powershell.Invoke();
            return true;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (ParseException e)
        {
            // The record of a script that was never run has no place that its view could show.
            Host.UI.WriteErrorLine(e.Message);
            return false;
        }
        catch (RuntimeException e)
        {
            Show(e.ErrorRecord);
            return false;
        }
        finally
        {
            _running = null;
        }
    }

    // Whatever the script chose for errors: under Stop, the record that is shown would be an error to show again, and so on.
    private void Show(ErrorRecord error) => Run(
        command => command.AddScript(WriteErrorRecord).AddArgument(error).AddParameter("ErrorAction", ActionPreference.Continue));
}

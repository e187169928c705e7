using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PodSecurity.Package.Tests;

/// <summary>A runspace that imported the staged module.</summary>
internal sealed class StagedModule : IDisposable
{
    private readonly Runspace _runspace;

    public StagedModule(PSLanguageMode languageMode = PSLanguageMode.FullLanguage)
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        _runspace.SessionStateProxy.LanguageMode = languageMode;
        _runspace.SessionStateProxy.Path.SetLocation(Repository.Root);
        Run($"Import-Module '{Repository.ModuleManifest}' -ErrorAction Stop");
    }

    /// <summary>Runs a script; any error fails the test.</summary>
    public IReadOnlyList<PSObject> Run(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        var output = shell.AddScript(script).Invoke();
        Assert.Empty(shell.Streams.Error);
        return output;
    }

    /// <summary>Completes the text at its end.</summary>
    public IReadOnlyList<string> Complete(string text)
    {
        using var shell = PowerShell.Create(_runspace);
        return [.. CommandCompletion.CompleteInput(text, text.Length, null, shell).CompletionMatches.Select(match => match.CompletionText)];
    }

    public void Dispose() => _runspace.Dispose();
}

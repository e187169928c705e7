using System.Management.Automation;
using PodSecurity.Tests.Hosting;

namespace PodSecurity.Tests.Reports;

/// <summary>Writes reports in a folder that goes with the test.</summary>
internal sealed class ReportRun : IDisposable
{
    /// <summary>What verdicts of all levels may look like, with names that somebody chose to do harm.</summary>
    public const string Hostile = """
        $evil = "</script><img src=x onerror=document.title='owned'>|``@team``=1+1 ::error::x ##vso[x]`r`n::warning::y$([char]27)[31m$([char]0x202E)"
        $denied = [pscustomobject]@{
            Kind = 'Pod'; Namespace = "=cmd|$evil"; Name = $evil; Outcome = 'Denied'; Allowed = $false; Mutated = $false; Policy = $null
            Message = $evil; Explanation = @(); Cluster = $null; Source = [pscustomobject]@{ Origin = "dir/$evil"; Line = 7 }
            Violations = @([pscustomobject]@{ Policy = $evil; Type = 'x'; Field = "spec.$evil"; Value = $null; Detail = $evil; Message = $evil })
        }
        $met = [pscustomobject]@{
            Kind = 'Pod'; Namespace = 'calm'; Name = '+good'; Level = 'restricted'; Version = 'latest'; Allowed = $true; NextLevel = $null
            Violations = @(); Message = $null; Explanation = @(); Source = 'input'; Cluster = $null
        }
        $labels = [pscustomobject]@{ Namespace = $evil; Enforce = $null; EffectiveEnforce = $evil; Problems = @($evil); Cluster = $evil }

        """;

    private readonly HostedModule _module = new();
    private readonly TemporaryFolder _folder = new();

    public ReportRun()
    {
        _module.Location = _folder.Path;
        Assert.Empty(_module.Run(Hostile).Errors);
    }

    public TemporaryFolder Folder => _folder;

    public ScriptResult Run(string script) => _module.Run(script);

    public IReadOnlyList<string> Complete(string text) => _module.Complete(text);

    /// <summary>The report that the script writes into a file of this name.</summary>
    public string Report(string results, string name, string arguments = "", string before = "", string after = "")
    {
        var result = Run($"{before}{results}{after} | Export-PodSecurityReport {name} {arguments}");

        Assert.Empty(result.Errors);
        return File.ReadAllText(_folder.PathOf(name));
    }

    public ErrorRecord Error(string script) => Assert.Single(Run(script).Errors);

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }
}

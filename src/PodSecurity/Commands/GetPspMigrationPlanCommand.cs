using System.Management.Automation;
using PodSecurity.Completion;
using PodSecurity.Formatting;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Migration;

namespace PodSecurity.Commands;

/// <summary>
/// The way out of PodSecurityPolicy, step by step, each judged on the state that the steps before it leave: what it changes and would
/// break,
/// the command that does it and the one that takes it back. Changes nothing.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PspMigrationPlan")]
[OutputType(typeof(PspMigrationStep), typeof(string))]
public sealed class GetPspMigrationPlanCommand : ClusterReadCommand
{
    /// <summary>The version of the standards that namespaces are labelled with, v1.0 and on, or latest.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(StandardVersionCompleter))]
    public string Version { get; set; } = "latest";

    /// <summary>Gives the plan as Markdown, to be read, discussed and kept.</summary>
    [Parameter]
    public SwitchParameter AsMarkdown { get; set; }

    protected override async Task EndProcessingAsync()
    {
        var version = StandardArguments.Versions(this, [Version])[0];
        var gateway = await GatewayAsync();
        var planner = new MigrationPlanner(gateway, version) { Connection = [.. Connection()], Unreadable = ReportUnreadable };
        var steps = await planner.PlanAsync(StopToken);
        if (AsMarkdown)
        {
            WriteObject(MigrationMarkdown.Of(gateway.Identity, steps), enumerateCollection: true);
            return;
        }
        foreach (var step in steps)
        {
            WriteObject(WithLabels(step));
        }
    }

    /// <summary>What the user said of the cluster, so that the commands go to the same one.</summary>
    private IEnumerable<(string Name, IEnumerable<string> Values)> Connection()
    {
        if (Context is not null)
        {
            yield return (nameof(Context), [Context]);
        }
        if (KubeConfigFile is { } file)
        {
            yield return (nameof(KubeConfig), [file]);
        }
    }

    // Set-PodSecurityLabel takes a label that an object has and is null for one to be taken away: so a step has those that it sets.
    private static PSObject WithLabels(PspMigrationStep step)
    {
        var shown = new PSObject(step);
        foreach (var (name, value) in step.Labels)
        {
            shown.Properties.Add(new PSNoteProperty(name, value));
        }
        return shown;
    }
}

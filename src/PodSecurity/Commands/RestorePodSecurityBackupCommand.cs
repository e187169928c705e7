using System.Management.Automation;
using PodSecurity.Hosting;
using PodSecurity.Kubernetes.Backups;

namespace PodSecurity.Commands;

/// <summary>Brings the objects in a backup back to the state that it holds. Can be repeated: what is as it was stays untouched.</summary>
[Cmdlet(VerbsData.Restore, "PodSecurityBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ObjectChange))]
public sealed class RestorePodSecurityBackupCommand : ClusterChangeCommand
{
    /// <summary>The backup that a changing command wrote.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string Path { get; set; } = "";

    /// <summary>Takes a file without a valid end mark: changed by hand, or written by the first release.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the changes that were made.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessRecordAsync()
    {
        var states = Backup.Read(ResolveFile(Path, nameof(Path)), Path, Force, StopToken);
        var gateway = await GatewayAsync();
        var changes = new List<ObjectChange>();
        foreach (var state in states)
        {
            changes.Add(await state.ChangeFromCurrentAsync(gateway, StopToken));
        }
        changes.RemoveAll(IsDone);
        if (!IsAgreed(gateway, new(changes), $"Restore {Path}"))
        {
            return;
        }
        foreach (var change in changes)
        {
            // Each object by itself: the more of the former state is back, the better, and the command can be repeated.
            var made = await MakeAgreedAsync(gateway, new([change]));
            if (PassThru)
            {
                WriteObject(made, enumerateCollection: true);
            }
        }
    }
}

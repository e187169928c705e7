using System.Management.Automation;
using PodSecurity.Hosting;
using PodSecurity.Kubernetes.Backups;

namespace PodSecurity.Commands;

/// <summary>Brings the objects in a backup back to the state that it holds. Can be repeated: what is as it was stays untouched.</summary>
[Cmdlet(VerbsData.Restore, "PodSecurityBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectChange))]
public sealed class RestorePodSecurityBackupCommand : ClusterChangeCommand
{
    /// <summary>The backup that a changing command wrote.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string Path { get; set; } = "";

    /// <summary>Gives the changes that were made.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessRecordAsync()
    {
        var gateway = await GatewayAsync();
        foreach (var state in Backup.Read(ResolveFile(Path), Path, StopToken))
        {
            // Each object by itself: the more of the former state is back, the better, and the command can be repeated.
            var change = await state.ChangeFromCurrentAsync(gateway, StopToken);
            var made = await MakeAsync(gateway, [change]);
            if (PassThru)
            {
                WriteObject(made, enumerateCollection: true);
            }
        }
    }
}

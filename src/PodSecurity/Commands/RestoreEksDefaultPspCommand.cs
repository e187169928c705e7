using System.Management.Automation;
using PodSecurity.Cluster;
using PodSecurity.Commands.Shared;
using PodSecurity.Eks;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Kubernetes.Backups;

namespace PodSecurity.Commands;

/// <summary>
/// Puts the EKS default back: policy, role and binding, as shipped or as a backup holds them. Repairs whatever state it finds, and never
/// deletes: what a backup says did not exist stays as it is.
/// </summary>
[Cmdlet(VerbsData.Restore, "EksDefaultPsp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EksDefaultStatus))]
public sealed class RestoreEksDefaultPspCommand : EksDefaultChangeCommand
{
    /// <summary>A backup that Remove-EksDefaultPsp wrote; default: the objects as EKS ships them.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string? Path { get; set; }

    /// <summary>Takes a backup without a valid end mark: changed by hand, or written by the first release.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override string? DefaultBackupName(IClusterGateway gateway) => BackupNames.BeforeEksRestore(gateway.Identity);

    protected override async Task ProcessRecordAsync()
    {
        var gateway = await GatewayAsync();
        var states = Path is null ? [] : Backup.Read(ResolveFile(Path, nameof(Path)), Path, Force, StopToken);
        var objects = await EksDefaultObjects.ReadAsync(gateway, StopToken, ReportUnreadable);
        var changes = Path is null ? objects.Repair : objects.Return(states);
        if (changes.Count == 0)
        {
            Report(ModuleError.BackupWithoutEksDefault(Path!));
            return;
        }
        foreach (var reason in objects.Status.Reasons.Where(reason => reason.Kind != nameof(EksDefaultFindingKind.Missing)))
        {
            WriteWarning($"{reason.Message}.");
        }
        await MakeAsync(gateway, changes);
        await PassStateThruAsync(gateway);
    }
}

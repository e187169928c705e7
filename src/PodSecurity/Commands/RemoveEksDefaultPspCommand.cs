using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Commands.Shared;
using PodSecurity.Coverage;
using PodSecurity.Eks;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>
/// Removes the EKS default, binding, role and policy, as one change: thinks it through first, refuses while a workload needs it, writes a
/// backup, and takes everything back when a step fails.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "EksDefaultPsp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EksDefaultStatus))]
[OutputType(typeof(PspChangeResult))]
public sealed class RemoveEksDefaultPspCommand : ClusterChangeCommand
{
    /// <summary>Removes it even though workloads would be rejected.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the state of the default afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override string? DefaultBackupName(IClusterGateway gateway) => BackupNames.EksDefault(gateway.Identity);

    protected override void Announce(string message) => WriteWarning(message);

    protected override async Task EndProcessingAsync()
    {
        var gateway = await GatewayAsync();
        var objects = await EksDefaultObjects.ReadAsync(gateway, StopToken);
        if (objects.Status.State == nameof(EksDefaultState.Absent))
        {
            WriteVerbose($"The EKS default is not in {gateway.Identity}.");
        }
        else
        {
            SayWhatIsUnusual(objects.Status);
            await RefuseWhileNeededAsync(gateway);
            await MakeAsync(gateway, objects.Removal);
        }
        if (PassThru)
        {
            WriteObject((await EksDefaultObjects.ReadAsync(gateway, StopToken)).Status);
        }
    }

    private void SayWhatIsUnusual(EksDefaultStatus status)
    {
        foreach (var reason in status.Reasons)
        {
            WriteWarning(reason.Kind == nameof(EksDefaultFindingKind.ExtraBinding) ? $"{reason.Message}. It stays, and gives nothing when the role is gone." : $"{reason.Message}.");
        }
    }

    private async Task RefuseWhileNeededAsync(IClusterGateway gateway)
    {
        var current = await PolicyStateReader.ReadAsync(gateway, StopToken);
        var impact = new ImpactRun(this, gateway, current, EksDefaultObjects.PolicyChange.ApplyTo(current));
        var planner = new CoveragePlanner();
        var rejected = new List<string>();
        await foreach (var result in impact.ResultsAsync(StopToken))
        {
            if (result.Outcome == nameof(PspChangeOutcome.Rejected))
            {
                planner.Add(result);
                rejected.Add(ObjectPath.Of(result.Kind, result.Namespace, result.Name));
            }
            if (IsWhatIf && result.Outcome != nameof(PspChangeOutcome.Unchanged))
            {
                WriteObject(result);
            }
        }
        WriteVerbose($"Without the EKS default: {impact.Summary}.");
        // What cannot be read cannot be judged either.
        if (rejected.Count == 0 && !HasFailed)
        {
            return;
        }
        var record = ModuleError.EksDefaultNeeded(rejected, [.. planner.Proposals()], gateway.Identity);
        if (!Force && !IsWhatIf)
        {
            ThrowTerminatingError(record);
        }
        WriteWarning(record.Exception.Message);
    }
}

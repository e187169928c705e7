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
public sealed class RemoveEksDefaultPspCommand : EksDefaultChangeCommand
{
    /// <summary>Removes it even though workloads would be rejected.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override string? DefaultBackupName(IClusterGateway gateway) => BackupNames.EksDefault(gateway.Identity);

    protected override async Task EndProcessingAsync()
    {
        var gateway = await GatewayAsync();
        var current = await PolicyStateReader.ReadAsync(gateway, StopToken, ReportUnreadable);
        var objects = await EksDefaultObjects.ReadAsync(gateway, current.Bindings, StopToken);
        if (objects.Status.State == nameof(EksDefaultState.Absent))
        {
            WriteVerbose($"The EKS default is not in {gateway.Identity}.");
        }
        else
        {
            SayWhatIsUnusual(objects.Status);
            await MakeAsync(gateway, objects.Removal, verdict: await RefuseWhileNeededAsync(gateway, current));
        }
        await PassStateThruAsync(gateway);
    }

    private void SayWhatIsUnusual(EksDefaultStatus status)
    {
        foreach (var reason in status.Reasons)
        {
            WriteWarning(
                reason.Kind == nameof(EksDefaultFindingKind.ExtraBinding)
                    ? $"{reason.Message}. It stays, and gives nothing when the role is gone."
                    : $"{reason.Message}.");
        }
    }

    /// <summary>
    /// Ends the command while something would be rejected or could not be judged, unless that is wanted or only looked at.
    /// </summary>
    /// <returns>What the removal would do, in a sentence.</returns>
    private async Task<string> RefuseWhileNeededAsync(IClusterGateway gateway, PolicyState current)
    {
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
        // What cannot be read cannot be judged either.
        if (rejected.Count > 0 || HasFailed)
        {
            Refuse(ModuleError.EksDefaultNeeded(rejected, [.. planner.Proposals()], gateway.Identity));
        }
        return $"Remove the EKS default. Without it: {impact.Summary}{(HasFailed ? ", as far as could be read" : "")}";
    }

    private void Refuse(ErrorRecord record)
    {
        if (!Force && !IsWhatIf)
        {
            ThrowTerminatingError(record);
        }
        WriteWarning(Force ? record.Exception.Message : $"Without -WhatIf the command refuses. {record.Exception.Message}");
    }
}

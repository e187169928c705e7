using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Errors;
using PodSecurity.Kubernetes.Backups;

namespace PodSecurity.Hosting;

/// <summary>
/// The base of all commands that change a cluster. A command works out what the objects shall be; this asks about each of them, writes the
/// backup, makes the changes, and takes them back when one fails.
/// </summary>
public abstract class ClusterChangeCommand : ClusterCommand
{
    private bool _backupBegun;

    /// <summary>A new file for what the cluster held before: Restore-PodSecurityBackup and kubectl apply bring it back.</summary>
    [Parameter]
    public string? BackupPath { get; set; }

    /// <summary>Whether the changes make sense only together: who declines one declines all.</summary>
    protected virtual bool TakesAllOrNone => false;

    /// <summary>Whether nothing is to be changed, only to be shown.</summary>
    protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Where a backup goes that the user gave no path for; null: none is written unless a change cannot be taken back.</summary>
    protected virtual string? DefaultBackupPath(IClusterGateway gateway) => null;

    /// <summary>
    /// Makes the changes to which the user agrees, all or none of them. Objects that already are as wanted are only mentioned.
    /// </summary>
    /// <param name="target">What the user named; becomes the target of an error record. Default: the name of the object.</param>
    /// <returns>The changes that were made; none after a failure, which has been reported.</returns>
    protected async Task<IReadOnlyList<ObjectChange>> MakeAsync(IClusterGateway gateway, IEnumerable<ObjectChange> changes, string? target = null)
    {
        var open = changes.Where(change => !IsDone(change)).ToList();
        var agreed = open.Where(change => ShouldChange(gateway, change.Type, change.Namespace, change.Name, Describe(change))).ToList();
        if (agreed.Count == 0 || (TakesAllOrNone && agreed.Count < open.Count))
        {
            return [];
        }
        var plan = new ChangePlan(agreed);
        var backup = WriteBackup(gateway, plan);
        try
        {
            await plan.ExecuteAsync(gateway, StopToken);
            return plan.Changes;
        }
        catch (ChangeFailedException failure)
        {
            Report(gateway, failure, backup, target ?? failure.Failed.Name);
            return [];
        }
    }

    /// <summary>What a change does, in plain words, for -WhatIf and -Confirm.</summary>
    protected virtual string Describe(ObjectChange change) => change.Action.ToString();

    /// <summary>Writes the policy as the cluster now has it.</summary>
    protected async Task WriteStoredPolicyAsync(IClusterGateway gateway, string name)
    {
        if (await gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, name, StopToken) is { } stored)
            WriteObject(PolicyDecoder.Decode(stored));
    }

    private bool IsDone(ObjectChange change)
    {
        if (change.Action != ChangeAction.None)
        {
            return false;
        }
        WriteVerbose($"{change.Target} already is as wanted.");
        return true;
    }

    private string? WriteBackup(IClusterGateway gateway, ChangePlan plan)
    {
        if ((BackupPath ?? DefaultBackupPath(gateway)) is not { } path)
        {
            return null;
        }
        BackupPath = path;
        var file = ResolveFile(path);
        if (!_backupBegun && File.Exists(file))
        {
            ThrowTerminatingError(ModuleError.BackupExists(path));
        }
        Backup.Write(file, plan.FormerStates, gateway.Identity, append: _backupBegun);
        if (!_backupBegun)
        {
            // Said before the first change: whatever happens now, the user knows the way back.
            Announce($"The former state is in {path}. To bring it back: {RestoreCommand(gateway, path)}");
        }
        _backupBegun = true;
        return path;
    }

    /// <summary>What the user should see even if nobody asked for details: a backup that was not asked for.</summary>
    protected virtual void Announce(string message) => WriteVerbose(message);

    private void Report(IClusterGateway gateway, ChangeFailedException failure, string? backup, string target)
    {
        var lost = failure.NotRolledBack.Count == 0 ? null
            : ModuleError.ChangeNotRolledBack(failure, RestoreCommand(gateway, backup ?? WriteRescue(gateway, failure)), target);
        if (failure.InnerException is not ClusterException cause)
        {
            Stop(lost);
            return;
        }
        var record = lost ?? FailureMap.Find(failure, cause, target);
        if (FailureMap.EndsCommand(cause))
        {
            ThrowTerminatingError(record);
        }
        Report(record);
    }

    // Ctrl+C has closed the streams, but what is lost has to be said.
    private void Stop(ErrorRecord? lost)
    {
        if (lost is not null)
        {
            WriteToHost(lost.Exception.Message);
        }
        throw new PipelineStoppedException();
    }

    // No backup was asked for, but now one is needed.
    private string WriteRescue(IClusterGateway gateway, ChangeFailedException failure)
    {
        var path = BackupNames.Rescue(gateway.Identity);
        Backup.Write(ResolveFile(path), failure.NotRolledBack, gateway.Identity, append: false);
        return path;
    }

    // Complete, because it may be run much later: from another folder, or when another context is the current one.
    private string RestoreCommand(IClusterGateway gateway, string path) =>
        BackupNames.RestoreCommand(ResolveFile(path), gateway.Identity.Context, KubeConfig is null ? null : ResolveFile(KubeConfig));
}

using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Errors;
using PodSecurity.Loading;
using PodSecurity.Manifests;

namespace PodSecurity.Hosting;

/// <summary>
/// The base of all commands that change a cluster. A command works out what the objects shall be; this asks, writes the backup, makes the
/// changes, and rolls them back when one fails.
/// </summary>
public abstract class ClusterChangeCommand : ClusterCommand
{
    private readonly List<ObjectChange> _made = [];
    private CommandBackup? _backup;

    /// <summary>A new file for what the cluster held before: Restore-PodSecurityBackup and kubectl apply bring it back.</summary>
    [Parameter]
    public string? BackupPath { get; set; }

    /// <summary>Whether nothing is to be changed, only to be shown.</summary>
    protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>The name of a backup that the user gave no path for; null: none is written unless a change cannot be rolled back.</summary>
    protected virtual string? DefaultBackupName(IClusterGateway gateway) => null;

    /// <summary>
    /// Makes the changes if the user agrees: all of them or none, with one question. Objects that already are as wanted are only mentioned.
    /// </summary>
    /// <param name="target">What the user named; becomes the target of an error record. Default: the name of the object.</param>
    /// <param name="verdict">What the user should know before agreeing; stands before the question.</param>
    /// <param name="stored">Is given what the cluster then holds, once all changes are made.</param>
    /// <returns>The changes that were made; none after a failure, which has been reported.</returns>
    protected async Task<IReadOnlyList<ObjectChange>> MakeAsync(
        IClusterGateway gateway, IEnumerable<ObjectChange> changes, string? target = null, string? verdict = null,
        Action<ManifestDocument>? stored = null)
    {
        var plan = new ChangePlan(changes.Where(change => !IsDone(change)));
        return IsAgreed(gateway, plan, verdict) ? await MakeAgreedAsync(gateway, plan, target, stored) : [];
    }

    /// <summary>Makes changes to which the user has agreed, all of them or none.</summary>
    /// <inheritdoc cref="MakeAsync"/>
    protected async Task<IReadOnlyList<ObjectChange>> MakeAgreedAsync(
        IClusterGateway gateway, ChangePlan plan, string? target = null, Action<ManifestDocument>? stored = null)
    {
        WriteBackup(Backup(gateway), DefaultBackupName(gateway), plan.FormerStates);
        try
        {
            var written = await plan.ExecuteAsync(gateway, StopToken, ModuleSession.Current.Timing);
            _made.AddRange(plan.Changes);
            foreach (var document in written)
            {
                stored?.Invoke(document);
            }
            return plan.Changes;
        }
        catch (ChangeFailedException failure)
        {
            Report(gateway, failure, target ?? failure.Failed.Name);
            return [];
        }
    }

    /// <summary>-WhatIf gets a line for each object; -Confirm is one question about all of them. Nothing to do needs no question.</summary>
    protected bool IsAgreed(IClusterGateway gateway, ChangePlan plan, string? verdict)
    {
        if (plan.Changes.Count == 0)
        {
            return false;
        }
        if (BackupPath is not null)
        {
            Backup(gateway).Check(BackupPath);
        }
        if (IsWhatIf)
        {
            if (verdict is not null)
            {
                WriteWhatIf(verdict);
            }
            foreach (var change in plan.Changes)
            {
                ShouldChange(gateway, change, Describe(change));
            }
            return false;
        }
        var agreed = plan.Changes is [var single] && verdict is null
            ? ShouldChange(gateway, single, Describe(single))
            : ShouldProcess(
                $"in {gateway.Identity}",
                    [verdict ?? "Make these changes", .. plan.Changes.Select(change => $"{Describe(change)}: {change.Target}")]);
        if (!agreed)
        {
            WriteWarning($"Nothing was changed: {string.Join(", ", plan.Changes.Select(change => change.Target))}.");
        }
        return agreed;
    }

    /// <summary>Asks about one object: <c>kind/name (namespace x, context y)</c>.</summary>
    private bool ShouldChange(IClusterGateway gateway, ObjectChange change, string action)
    {
        var place = change.Namespace is null ? gateway.Identity.ToString() : $"namespace {change.Namespace}, {gateway.Identity}";
        return ShouldProcess($"{change.Type.Kind}/{change.Name} ({place})", [action, .. Details(change)]);
    }

    /// <summary>What is to be said beyond the action, a line each.</summary>
    protected virtual IEnumerable<string> Details(ObjectChange change) => [];

    /// <summary>What a change does, in plain words, for -WhatIf and -Confirm.</summary>
    protected virtual string Describe(ObjectChange change) => change.Action.ToString();

    /// <summary>Makes a policy that is not there yet, and writes what the cluster then has.</summary>
    protected async Task CreatePolicyAsync(IClusterGateway gateway, PodSecurityPolicy policy)
    {
        ObjectNames.CheckWritable(ResourceTypes.PodSecurityPolicies, null, policy.Name);
        if (await gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, policy.Name, StopToken) is not null)
        {
            throw new ClusterException(
                ClusterFailure.AlreadyExists,
                $"The PodSecurityPolicy '{policy.Name}' already exists in {gateway.Identity}. Set-PodSecurityPolicy changes it. Nothing "
                + "was sent.");
        }
        await MakeAsync(gateway, [PolicyBody.Creation(policy)], stored: document => WritePolicy(gateway, document));
    }

    /// <summary>Writes a policy as the cluster has it.</summary>
    protected void WritePolicy(IClusterGateway gateway, ManifestDocument stored)
    {
        if (PolicyDecoder.Decode(stored) is { } policy)
        {
            policy.Cluster = gateway.Identity.Name;
            WriteObject(policy);
        }
    }

    /// <summary>Whether the object already is as wanted, which is mentioned.</summary>
    protected bool IsDone(ObjectChange change)
    {
        if (change.Action != ChangeAction.None)
        {
            return false;
        }
        var message = $"{change.Target} already is as wanted.";
        WriteVerbose(message);
        if (IsWhatIf)
        {
            WriteWhatIf($"No change: {message}");
        }
        return true;
    }

    private CommandBackup Backup(IClusterGateway gateway) => _backup ??= new(this, gateway);

    private void WriteBackup(CommandBackup backup, string? defaultName, IReadOnlyList<ObjectState> states)
    {
        var isNew = backup.Shown is null;
        if (BackupPath is not null)
        {
            backup.Write(BackupPath, states);
        }
        else if (defaultName is not null)
        {
            backup.WriteSomewhere(defaultName, states);
        }
        if (isNew && backup.Shown is not null)
        {
            // Said before the first change: whatever happens now, the user knows the way back.
            Announce($"The former state is in {backup.Shown}. To bring it back: {backup.RestoreCommand}");
        }
    }

    /// <summary>What the user should see even if nobody asked for details: a backup that was not asked for.</summary>
    protected virtual void Announce(string message) => WriteVerbose(message);

    private void Report(IClusterGateway gateway, ChangeFailedException failure, string target)
    {
        var lost = failure.NotRolledBack.Count == 0 ? null
            : ModuleError.ChangeNotRolledBack(failure, Backup(gateway).WayBack(failure.NotRolledBack), target);
        if (StopToken.IsCancellationRequested)
        {
            Stop(failure, lost);
        }
        var cause = failure.InnerException!;
        var record = lost ?? FailureMap.Find(failure, cause, target) ?? ModuleError.ChangeFailed(failure, target);
        if (FailureMap.EndsCommand(cause))
        {
            if (_made.Count > 0)
            {
                WriteWarning(MadeBefore);
            }
            ThrowTerminatingError(record);
        }
        Report(record);
    }

    // Ctrl+C has closed the streams, but what is lost or not known for certain has to be said. That all is as before goes without saying.
    private void Stop(ChangeFailedException failure, ErrorRecord? lost)
    {
        if (lost is not null || failure.InnerException is not OperationCanceledException || failure.Outcomes.Any(
            outcome => outcome.End == StepEnd.NotSeen))
        {
            WriteToHost(lost?.Exception.Message ?? failure.Message);
        }
        throw new OperationCanceledException(StopToken);
    }

    /// <summary>A command that makes several changes may have made some of them.</summary>
    protected override void SayAfterStop()
    {
        if (_made.Count > 0)
        {
            WriteToHost(MadeBefore);
        }
    }

    private string MadeBefore => $"Made before that, and not taken back: {string.Join(", ", _made)}.";
}

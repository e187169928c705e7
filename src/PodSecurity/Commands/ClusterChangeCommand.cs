using PodSecurity.Change;
using PodSecurity.Cluster;

namespace PodSecurity.Commands;

/// <summary>The base of the commands that change a cluster: each object is confirmed, and a failure takes back what was done.</summary>
public abstract class ClusterChangeCommand : ClusterCommand
{
    /// <summary>Makes those of the changes that the user agrees to; under -WhatIf nothing is sent.</summary>
    /// <returns>The changes that were made.</returns>
    protected async Task<IReadOnlyList<ObjectChange>> MakeAsync(IClusterGateway gateway, IEnumerable<ObjectChange> changes)
    {
        var agreed = changes
            .Where(change => ShouldChange(gateway, change.Type, change.Namespace, change.Name, Describe(change)))
            .ToList();
        try
        {
            await new ChangePlan(agreed).ExecuteAsync(gateway, StopToken);
        }
        catch (ChangeFailedException e) when (e.InnerException is OperationCanceledException stopped && e.NotRolledBack.Count == 0)
        {
            throw stopped;
        }

        return agreed;
    }

    /// <summary>What a change does, in plain words, for -WhatIf and -Confirm.</summary>
    protected virtual string Describe(ObjectChange change) => change.Action.ToString();
}

using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Completion;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Migration;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>
/// Takes the use of policies that are gone out of roles; what then is empty goes, with its bindings. One change, with a backup: for the
/// time
/// after Kubernetes 1.25, which has the roles still and the policies no more.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "OrphanedPspUse", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveOrphanedPspUseCommand : ClusterChangeCommand
{
    private const string Manager = "app.kubernetes.io/managed-by";

    /// <summary>Names of policies that are gone, or wildcards; default: all.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    protected override string? DefaultBackupName(IClusterGateway gateway) => BackupNames.OrphanedUse(gateway.Identity);

    protected override void Announce(string message) => WriteWarning(message);

    protected override async Task EndProcessingAsync()
    {
        var gateway = await GatewayAsync();
        var names = Policy is null ? null : new NameFilter(Policy);
        var changes = new OrphanedUse(
            await PolicyStateReader.ReadRbacAsync(gateway, StopToken, ReportUnreadable),
            await ExistingAsync(gateway) is { } existing ? existing.Contains : null,
            names is null ? null : names.Matches).Changes;
        if (HasFailed)
        {
            WriteWarning("Nothing was changed: what cannot be read may refer to what would go.");
            return;
        }
        if (changes.Count == 0)
        {
            WriteVerbose($"No role in {gateway.Identity} gives the use of policies that are not there.");
        }
        foreach (var change in changes.Where(change => (string?)change.Before?["metadata"]?["labels"]?[Manager] == "Helm"))
        {
            WriteWarning($"{change.Target} is managed by Helm: a chart that still has it brings it back.");
        }
        await MakeAsync(gateway, changes);
    }

    protected override string Describe(ObjectChange change) =>
        change.Action == ChangeAction.Replace ? "Take the use of policies out of" : base.Describe(change);

    protected override IEnumerable<string> Details(ObjectChange change) => change.Action != ChangeAction.Replace ? []
        : FieldDifference.Between(change.Before!, change.After!).Select(difference => difference.ToString());

    /// <summary>The policies that there are; null where the API is not served.</summary>
    private async Task<HashSet<string>?> ExistingAsync(IClusterGateway gateway) =>
        !await gateway.ServesAsync(ResourceTypes.PodSecurityPolicies, StopToken) ? null
        : [.. (await PolicyStateReader.ReadPoliciesAsync(gateway, StopToken, ReportUnreadable)).Select(policy => policy.Name)];
}

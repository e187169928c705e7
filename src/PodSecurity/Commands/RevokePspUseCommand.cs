using System.Management.Automation;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Commands.Shared;
using PodSecurity.Inputs;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>Takes the use of policies from users, groups and service accounts, and says what still lets them.</summary>
[Cmdlet(VerbsSecurity.Revoke, "PspUse", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RevokePspUseCommand : PspUseChangeCommand
{
    /// <summary>A grant from Get-PspUse: its subject loses it where it holds.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PolicyGrantTransformation]
    public PolicyGrant? InputObject { get; set; }

    protected override IEnumerable<UseGrant> Uses(string contextNamespace) => InputObject is { Policy: { } policy } grant
        ? [new UseGrant(policy, grant.Namespace, [grant.SubjectOf()])]
        : base.Uses(contextNamespace);

    protected override async Task ChangeAsync(IClusterGateway gateway, UseGrant use)
    {
        // A wildcard, say, would match no binding, and silence would pass for success.
        CheckNames(use);
        var rbac = await ReadRbacAsync(gateway, use);
        var plan = use.PlanRevoke(rbac.Roles, rbac.Bindings, Force);
        if (plan.Changes.Count == 0)
        {
            WriteVerbose($"No binding of this module gives the use of {use.Policy} to {string.Join(", ", use.Subjects)}.");
        }

        var made = await MakeAsync(gateway, plan.Changes, use.Policy);
        foreach (var grant in use.Remaining(rbac.Roles, rbac.Bindings, IsWhatIf ? plan.Changes : made))
        {
            WriteWarning($"{use.Policy} may still be used: {grant}.");
        }
    }

    /// <remarks>The administrators of a namespace may see no more than it: they can still revoke what holds there.</remarks>
    private async Task<PolicyState> ReadRbacAsync(IClusterGateway gateway, UseGrant use)
    {
        var local = await PolicyStateReader.ReadNamespaceRbacAsync(gateway, use.Namespace, StopToken, ReportUnreadable);
        try
        {
            var everywhere = await PolicyStateReader.ReadClusterRbacAsync(gateway, StopToken, ReportUnreadable);
            return new([], [.. local.Roles, .. everywhere.Roles], [.. local.Bindings, .. everywhere.Bindings]);
        }
        catch (ClusterException e) when (e.Failure == ClusterFailure.Forbidden && use.Namespace is not null)
        {
            WriteWarning($"Whether cluster-wide bindings still let {use.Policy} be used is not known: {e.Message}");
            return local;
        }
    }
}

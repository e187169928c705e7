using System.Management.Automation;
using PodSecurity.Access;
using PodSecurity.Cluster;

namespace PodSecurity.Commands;

/// <summary>Takes the use of policies from users, groups and service accounts, and says what still lets them.</summary>
[Cmdlet(VerbsSecurity.Revoke, "PspUse", DefaultParameterSetName = GrantSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RevokePspUseCommand : PspUseChangeCommand
{
    private const string GrantSet = "Grant";

    /// <summary>A grant from Get-PspUse.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GrantSet, ValueFromPipeline = true)]
    public PolicyGrant InputObject { get; set; } = null!;

    protected override IEnumerable<UseGrant> Uses(string contextNamespace) => ParameterSetName != GrantSet
        ? base.Uses(contextNamespace)
        : InputObject.Policy is { } policy ? [new UseGrant(policy, InputObject.Namespace, [InputObject.SubjectOf()])] : [];

    protected override async Task ChangeAsync(IClusterGateway gateway, UseGrant use)
    {
        var rbac = await ReadRbacAsync(gateway, use);
        var plan = use.PlanRevoke(rbac.Roles, rbac.Bindings, Force);
        if (plan.Changes.Count == 0)
        {
            WriteVerbose($"No binding of this module gives the use of {use.Policy} to {string.Join(", ", use.Subjects)}.");
        }

        await MakeAsync(gateway, plan.Changes, use.Policy);
        foreach (var grant in use.Remaining(rbac.Roles, rbac.Bindings, plan.Changes))
        {
            WriteWarning($"{use.Policy} may still be used: {grant}.");
        }
    }

    /// <remarks>The administrators of a namespace may see no more than it: they can still revoke what holds there.</remarks>
    private async Task<PolicyState> ReadRbacAsync(IClusterGateway gateway, UseGrant use)
    {
        var local = await PolicyStateReader.ReadNamespaceRbacAsync(gateway, use.Namespace, StopToken);
        try
        {
            var everywhere = await PolicyStateReader.ReadClusterRbacAsync(gateway, StopToken);
            return new([], [.. local.Roles, .. everywhere.Roles], [.. local.Bindings, .. everywhere.Bindings]);
        }
        catch (ClusterException e) when (e.Failure == ClusterFailure.Forbidden && use.Namespace is not null)
        {
            WriteWarning($"Whether cluster-wide bindings still let {use.Policy} be used is not known: {e.Message}");
            return local;
        }
    }
}

using System.Management.Automation;
using PodSecurity.Change;
using PodSecurity.Cluster;

namespace PodSecurity.Commands;

/// <summary>Creates policies in a cluster, or changes them to what is given; what differs is shown by -WhatIf, -Confirm and -Verbose.</summary>
[Cmdlet(VerbsCommon.Set, "PodSecurityPolicy", DefaultParameterSetName = InputObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(PodSecurityPolicy))]
public sealed class SetPodSecurityPolicyCommand : PolicyChangeCommand
{
    /// <summary>Writes the policies as the cluster then has them.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ChangeAsync(IClusterGateway gateway, PodSecurityPolicy policy)
    {
        var current = await gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, policy.Name, StopToken);
        var change = PolicyBody.Change(current, policy);
        if (change.Action == ChangeAction.None)
            WriteVerbose($"{change.Target} ({gateway.Identity}) already is as wanted.");
        else if (!ShouldChange(gateway, change.Type, null, policy.Name, Describe(change)))
            return;
        else
            await change.MakeAsync(gateway, StopToken);

        if (PassThru)
            await WriteStoredAsync(gateway, policy.Name);
    }

    protected override string Describe(ObjectChange change) => change.Action == ChangeAction.Replace
        ? $"Change {string.Join(", ", FieldDifference.Between(change.Before!, change.After!))}"
        : base.Describe(change);
}

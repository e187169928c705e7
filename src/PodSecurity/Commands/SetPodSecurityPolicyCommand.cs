using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Commands.Shared;

namespace PodSecurity.Commands;

/// <summary>
/// Creates policies in a cluster, or changes them to what is given; what differs is shown by -WhatIf, -Confirm and -Verbose.
/// </summary>
[Cmdlet(VerbsCommon.Set, "PodSecurityPolicy", DefaultParameterSetName = InputObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(PodSecurityPolicy))]
public sealed class SetPodSecurityPolicyCommand : PolicyChangeCommand
{
    /// <summary>Also where somebody changed the policy since it was read.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the policies as the cluster then has them.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ChangeAsync(IClusterGateway gateway, PodSecurityPolicy policy)
    {
        var current = await gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, policy.Name, StopToken);
        var change = PolicyBody.Change(current, policy, Force);
        await MakeAsync(gateway, [change], stored: PassThru ? document => WritePolicy(gateway, document) : null);
        if (PassThru && change.Action == ChangeAction.None)
        {
            WritePolicy(gateway, current!);
        }
    }

    protected override string Describe(ObjectChange change) => change.Action == ChangeAction.Replace ? "Change" : base.Describe(change);

    protected override IEnumerable<string> Details(ObjectChange change) => change.Action == ChangeAction.Replace
        ? FieldDifference.Between(change.Before!, change.After!).Select(difference => difference.ToString())
        : [];
}

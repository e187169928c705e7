using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Commands.Shared;

namespace PodSecurity.Commands;

/// <summary>Creates policies in a cluster.</summary>
[Cmdlet(VerbsCommon.New, "PodSecurityPolicy", DefaultParameterSetName = InputObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(PodSecurityPolicy))]
public sealed class NewPodSecurityPolicyCommand : PolicyChangeCommand
{
    /// <summary>Accepted for the sake of uniformity with Set: what is created is written anyway.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ChangeAsync(IClusterGateway gateway, PodSecurityPolicy policy)
    {
        var creation = new ObjectChange(ResourceTypes.PodSecurityPolicies, null, policy.Name, null, PolicyBody.Of(policy));
        if ((await MakeAsync(gateway, [creation])).Count > 0)
            await WriteStoredPolicyAsync(gateway, policy.Name);
    }
}

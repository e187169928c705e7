using System.Management.Automation;
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

    protected override Task ChangeAsync(IClusterGateway gateway, PodSecurityPolicy policy) => CreatePolicyAsync(gateway, policy);
}

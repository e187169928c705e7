using System.Management.Automation;
using PodSecurity.Cluster;
using PodSecurity.Eks;
using PodSecurity.Hosting;

namespace PodSecurity.Commands.Shared;

/// <summary>
/// What removing and restoring the EKS default have in common: the way back is said unasked, and the state afterwards is shown.
/// </summary>
public abstract class EksDefaultChangeCommand : ClusterChangeCommand
{
    /// <summary>Gives the state of the default afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void Announce(string message) => WriteWarning(message);

    protected async Task PassStateThruAsync(IClusterGateway gateway)
    {
        if (PassThru)
        {
            WriteObject((await EksDefaultObjects.ReadAsync(gateway, StopToken, ReportUnreadable)).Status);
        }
    }
}

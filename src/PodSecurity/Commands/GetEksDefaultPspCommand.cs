using System.Management.Automation;
using PodSecurity.Eks;
using PodSecurity.Hosting;

namespace PodSecurity.Commands;

/// <summary>
/// Shows whether a cluster has the policy that Amazon EKS puts into new ones, its role and its binding, and what was altered.
/// </summary>
[Cmdlet(VerbsCommon.Get, "EksDefaultPsp")]
[OutputType(typeof(EksDefaultStatus))]
public sealed class GetEksDefaultPspCommand : ClusterReadCommand
{
    protected override async Task EndProcessingAsync() =>
        WriteObject((await EksDefaultObjects.ReadAsync(await GatewayAsync(), StopToken, ReportUnreadable)).Status);
}

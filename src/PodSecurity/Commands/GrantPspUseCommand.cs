using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Commands.Shared;
using PodSecurity.Errors;
using PodSecurity.Manifests;

namespace PodSecurity.Commands;

/// <summary>Lets users, groups and service accounts use policies, through a role and a binding named <c>psp:POLICY</c>.</summary>
[Cmdlet(VerbsSecurity.Grant, "PspUse", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PolicyGrant))]
public sealed class GrantPspUseCommand : PspUseChangeCommand
{
    /// <summary>Gives the grants as Get-PspUse would.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ChangeAsync(IClusterGateway gateway, UseGrant use)
    {
        ObjectNames.CheckWritable(ResourceTypes.PodSecurityPolicies, null, use.Policy);
        ObjectNames.CheckWritable(use.RoleType, use.Namespace, use.ObjectName);
        var role = await ReadAsync(gateway, use.RoleType, use, RbacDecoder.DecodeRole);
        var binding = await ReadAsync(gateway, use.BindingType, use, RbacDecoder.DecodeBinding);
        var plan = use.PlanGrant(role, binding, Force);
        if (plan.Foreign.Count > 0)
        {
            Report(ModuleError.ObjectNotOurs(use.Policy, plan.Foreign, gateway.Identity));
            return;
        }

        await WarnIfMissingAsync(gateway, use.Policy);
        if (plan.Changes.Count == 0)
        {
            WriteVerbose($"The use of {use.Policy} is granted already by {use.BindingType.Kind}/{use.ObjectName}.");
        }

        var made = await MakeAsync(gateway, plan.Changes, use.Policy);
        if (PassThru && made.Count == plan.Changes.Count)
        {
            WriteObject(use.Grants().Select(grant => grant with { Cluster = gateway.Identity.Name }), enumerateCollection: true);
        }
    }

    private async Task<T?> ReadAsync<T>(IClusterGateway gateway, ResourceType type, UseGrant use, Func<ManifestDocument, T?> decode) where T : class =>
        await gateway.GetAsync(type, use.Namespace, use.ObjectName, StopToken) is { } document ? decode(document) : null;

    /// <remarks>A grant may well come before its policy; a wrong name is more likely.</remarks>
    private async Task WarnIfMissingAsync(IClusterGateway gateway, string policy)
    {
        try
        {
            if (await gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, policy, StopToken) is null)
            {
                WriteWarning($"There is no PodSecurityPolicy '{policy}' in {gateway.Identity}: the grant waits for one of that name.");
            }
        }
        catch (ClusterException e) when (e.Failure == ClusterFailure.Forbidden)
        {
            WriteVerbose($"Whether the PodSecurityPolicy '{policy}' exists is not known: {e.Message}");
        }
    }
}

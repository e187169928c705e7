using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Commands.Shared;
using PodSecurity.Errors;
using PodSecurity.Formatting;
using PodSecurity.Manifests;

namespace PodSecurity.Commands;

/// <summary>Lets users, groups and service accounts use policies, through a role and a binding named <c>psp:POLICY</c>.</summary>
[Cmdlet(VerbsSecurity.Grant, "PspUse", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PolicyGrant), typeof(string))]
public sealed class GrantPspUseCommand : PspUseChangeCommand
{
    /// <summary>Gives the grants as Get-PspUse would.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Gives the roles and bindings as YAML that kubectl applies, and changes nothing.</summary>
    [Parameter]
    public SwitchParameter AsYaml { get; set; }

    private readonly List<UseGrant> _written = [];

    protected override async Task ProcessRecordAsync()
    {
        if (!AsYaml)
        {
            await base.ProcessRecordAsync();
            return;
        }
        _written.AddRange(Uses(NeedsContext ? (await GatewayAsync()).Identity.DefaultNamespace : ""));
    }

    // What goes into the same objects comes as one document each.
    protected override Task EndProcessingAsync()
    {
        foreach (var text in YamlStream.Of(UseGrant.Merge(_written).SelectMany(use => use.Objects())))
        {
            WriteObject(text);
        }
        return Task.CompletedTask;
    }

    protected override async Task ChangeAsync(IClusterGateway gateway, UseGrant use)
    {
        CheckNames(use);
        foreach (var account in Accounts(use))
        {
            ObjectNames.CheckWritable(ResourceTypes.ServiceAccounts, account.Namespace, account.Name);
        }
        var role = await ReadAsync(gateway, use.RoleType, use, RbacDecoder.DecodeRole);
        var binding = await ReadAsync(gateway, use.BindingType, use, RbacDecoder.DecodeBinding);
        var plan = use.PlanGrant(role, binding, Force);
        if (plan.Foreign.Count > 0)
        {
            Report(ModuleError.ObjectNotOurs(use.Policy, plan.Foreign, gateway.Identity));
            return;
        }

        await WarnIfMissingAsync(gateway, ResourceTypes.PodSecurityPolicies, null, use.Policy);
        foreach (var account in Accounts(use))
        {
            await WarnIfMissingAsync(gateway, ResourceTypes.ServiceAccounts, account.Namespace, account.Name);
        }
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

    private static IEnumerable<RbacSubject> Accounts(UseGrant use) =>
        use.Subjects.Where(subject => subject.Kind == RbacKinds.ServiceAccount);

    private async Task<T?> ReadAsync<T>(IClusterGateway gateway, ResourceType type, UseGrant use, Func<ManifestDocument, T?> decode)
        where T : class =>
        await gateway.GetAsync(type, use.Namespace, use.ObjectName, StopToken) is { } document ? decode(document) : null;

    /// <remarks>A grant may well come before what it is about; a wrong name is more likely.</remarks>
    private async Task WarnIfMissingAsync(IClusterGateway gateway, ResourceType type, string? @namespace, string name)
    {
        try
        {
            if (await gateway.GetAsync(type, @namespace, name, StopToken) is null)
            {
                var place = @namespace is null ? $"{gateway.Identity}" : $"namespace {@namespace} of {gateway.Identity}";
                WriteWarning($"There is no {type.Kind} '{name}' in {place}: the grant waits for one of that name.");
            }
        }
        catch (ClusterException e) when (e.Failure == ClusterFailure.Forbidden)
        {
            WriteVerbose($"Whether the {type.Kind} '{name}' exists is not known: {e.Message}");
        }
    }
}

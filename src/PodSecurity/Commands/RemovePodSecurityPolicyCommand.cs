using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;

namespace PodSecurity.Commands;

/// <summary>Deletes policies from a cluster.</summary>
[Cmdlet(VerbsCommon.Remove, "PodSecurityPolicy", DefaultParameterSetName = NameSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PodSecurityPolicy))]
public sealed class RemovePodSecurityPolicyCommand : ClusterChangeCommand
{
    private const string NameSet = "Name";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ManifestInput _input;

    public RemovePodSecurityPolicyCommand() => _input = new(this, StopToken);

    /// <summary>Names or wildcards, or policies in any form.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [PolicyNameTransformation]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Files or folders with policies: those of the same names are deleted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Writes the policies that were deleted.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessRecordAsync()
    {
        var gateway = await GatewayAsync();
        var found = ClusterPolicies.FindAsync(
            gateway, Names(), name => Report(ModuleError.PolicyNotFound(name, gateway.Identity)), StopToken);
        await foreach (var document in found)
        {
            foreach (var policy in _input.Policies([document]))
            {
                await RemoveAsync(gateway, policy, document);
            }
        }
    }

    private string[] Names() => ParameterSetName switch
    {
        PathSet => NamesIn(_input.FromPaths(Path)),
        LiteralPathSet => NamesIn(_input.FromLiteralPaths(LiteralPath)),
        _ => Name,
    };

    // A policy that stands twice in the files is there once in the cluster.
    private string[] NamesIn(IEnumerable<ManifestDocument> documents) =>
        [.. _input.Policies(documents).Select(policy => WildcardPattern.Escape(policy.Name)).Distinct()];

    private async Task RemoveAsync(IClusterGateway gateway, PodSecurityPolicy policy, ManifestDocument document)
    {
        var asRead = ManifestBody.Read(document);
        var made = await MakeAsync(gateway, [new ObjectChange(ResourceTypes.PodSecurityPolicies, null, policy.Name, asRead, null)]);
        if (PassThru && made.Count > 0)
        {
            WriteObject(policy);
        }
    }
}

using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;

namespace PodSecurity.Commands.Shared;

/// <summary>What creating and setting policies have in common: which policies, from wherever they come.</summary>
public abstract class PolicyChangeCommand : ClusterChangeCommand
{
    protected const string InputObjectSet = "InputObject";
    protected const string PathSet = "Path";
    protected const string LiteralPathSet = "LiteralPath";

    private readonly ManifestInput _input;

    protected PolicyChangeCommand() => _input = new(this, StopToken);

    /// <summary>Policies in any form: objects of ours, text, files, parsed objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    public object InputObject { get; set; } = null!;

    /// <summary>Files or folders with policies.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    protected override Task ProcessRecordAsync() => ChangeAllAsync(ParameterSetName switch
    {
        PathSet => _input.FromPaths(Path),
        LiteralPathSet => _input.FromLiteralPaths(LiteralPath),
        _ => _input.FromPipeline(InputObject),
    });

    protected override Task EndProcessingAsync() => ChangeAllAsync(_input.FromRestOfPipeline());

    /// <summary>Brings one policy to the cluster.</summary>
    protected abstract Task ChangeAsync(IClusterGateway gateway, PodSecurityPolicy policy);

    private async Task ChangeAllAsync(IEnumerable<ManifestDocument> documents)
    {
        foreach (var policy in _input.Policies(documents))
        {
            if (policy.Name.Length == 0)
            {
                Report(ModuleError.PolicyWithoutName(policy));
                continue;
            }
            var gateway = await GatewayAsync();
            try
            {
                ObjectNames.CheckWritable(ResourceTypes.PodSecurityPolicies, null, policy.Name);
                await ChangeAsync(gateway, policy);
            }
            catch (ClusterException e)
            {
                WriteFailure(e, policy.Name);
            }
        }
    }
}

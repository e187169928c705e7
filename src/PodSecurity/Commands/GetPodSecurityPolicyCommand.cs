using System.Management.Automation;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;

namespace PodSecurity.Commands;

/// <summary>Reads policies of a cluster, a snapshot or files.</summary>
[Cmdlet(VerbsCommon.Get, "PodSecurityPolicy", DefaultParameterSetName = ClusterSet)]
[Alias("Get-Psp")]
[OutputType(typeof(PodSecurityPolicy))]
public sealed class GetPodSecurityPolicyCommand : ClusterReadCommand
{
    private const string ClusterSet = "Cluster";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ManifestInput _input;

    public GetPodSecurityPolicyCommand() => _input = new(this, StopToken);

    /// <summary>Names or wildcards; default: all.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Files or folders to read instead of a cluster.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    protected override async Task ProcessRecordAsync()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                WriteMatching(_input.FromPaths(Path));
                break;
            case LiteralPathSet:
                WriteMatching(_input.FromLiteralPaths(LiteralPath));
                break;
            default:
                await WriteClusterPoliciesAsync();
                break;
        }
    }

    private async Task WriteClusterPoliciesAsync()
    {
        var gateway = await GatewayAsync();
        await foreach (var document in ClusterPolicies.FindAsync(
            gateway, Name, name => Report(ModuleError.PolicyNotFound(name, gateway.Identity)), StopToken))
        {
            foreach (var policy in _input.Policies([document]))
            {
                policy.Cluster = gateway.Identity.Name;
                WriteObject(policy);
            }
        }
    }

    private void WriteMatching(IEnumerable<ManifestDocument> documents)
    {
        var names = new NameFilter(Name);
        foreach (var policy in _input.Policies(documents))
        {
            if (names.Matches(policy.Name))
            {
                WriteObject(policy);
            }
        }
        foreach (var name in names.Missing)
        {
            Report(ModuleError.PolicyNotFound(name, "the files"));
        }
    }
}

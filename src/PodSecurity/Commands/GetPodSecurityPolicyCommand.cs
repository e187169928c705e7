using System.Management.Automation;
using PodSecurity.Cluster;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Inputs;

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
                WriteMatching(_input.FromPaths(Path), "the files");
                break;
            case LiteralPathSet:
                WriteMatching(_input.FromLiteralPaths(LiteralPath), "the files");
                break;
            default:
                await WriteClusterPoliciesAsync();
                break;
        }
    }

    private async Task WriteClusterPoliciesAsync()
    {
        var gateway = await GatewayAsync();
        if (Name is null || Name.Any(WildcardPattern.ContainsWildcardCharacters))
        {
            var names = new NameFilter(Name);
            await foreach (var document in gateway.ListAsync(ResourceTypes.PodSecurityPolicies, null, StopToken))
                WriteMatching([document], names);
            WriteMissing(names, gateway.Identity);
            return;
        }
        foreach (var name in Name)
        {
            if (await gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, name, StopToken) is { } document)
                WriteObject(_input.Policies([document]), enumerateCollection: true);
            else
                Report(ModuleError.PolicyNotFound(name, gateway.Identity));
        }
    }

    private void WriteMatching(IEnumerable<ManifestDocument> documents, string place)
    {
        var names = new NameFilter(Name);
        WriteMatching(documents, names);
        WriteMissing(names, place);
    }

    private void WriteMatching(IEnumerable<ManifestDocument> documents, NameFilter names)
    {
        foreach (var policy in _input.Policies(documents))
        {
            if (names.Matches(policy.Name))
                WriteObject(policy);
        }
    }

    private void WriteMissing(NameFilter names, object place)
    {
        foreach (var name in names.Missing)
            Report(ModuleError.PolicyNotFound(name, place));
    }
}

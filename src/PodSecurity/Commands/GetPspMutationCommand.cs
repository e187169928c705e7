using System.Management.Automation;
using System.Text.Json.Nodes;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Formatting;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;
using PodSecurity.Migration;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>
/// Which policies can change pods and how; into which workloads' pods they write, with the patch of the template that leaves them nothing
/// to
/// write; and in what running pods differ from their template, with who made them so.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PspMutation", DefaultParameterSetName = AllNamespacesSet)]
[OutputType(typeof(PspMutation), typeof(string))]
public sealed class GetPspMutationCommand : ClusterReadCommand
{
    private const string NamespaceSet = "Namespace";
    private const string AllNamespacesSet = "AllNamespaces";
    private const string InputObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ManifestInput _input;
    private readonly List<JsonNode> _patches = [];

    public GetPspMutationCommand() => _input = new(this, StopToken);

    /// <summary>Policies in any form: what they can write.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Files or folders with policies.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Names of policies of the cluster or snapshot, or wildcards: what they write; default: all.</summary>
    [Parameter(Position = 0, ParameterSetName = AllNamespacesSet)]
    [Parameter(Position = 0, ParameterSetName = NamespaceSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[]? Policy { get; set; }

    /// <summary>Only workloads and pods of this namespace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NamespaceSet)]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Workloads and pods of all namespaces; this is the default.</summary>
    [Parameter(ParameterSetName = AllNamespacesSet)]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>Adds every running pod that differs from its template, whoever made it so.</summary>
    [Parameter(ParameterSetName = AllNamespacesSet)]
    [Parameter(ParameterSetName = NamespaceSet)]
    public SwitchParameter IncludePod { get; set; }

    /// <summary>Gives the patches alone, as YAML for kustomize or kubectl patch.</summary>
    [Parameter(ParameterSetName = AllNamespacesSet)]
    [Parameter(ParameterSetName = NamespaceSet)]
    public SwitchParameter AsYaml { get; set; }

    protected override Task ProcessRecordAsync()
    {
        switch (ParameterSetName)
        {
            case InputObjectSet: WritePolicies(_input.FromPipeline(InputObject)); break;
            case PathSet: WritePolicies(_input.FromPaths(Path)); break;
            case LiteralPathSet: WritePolicies(_input.FromLiteralPaths(LiteralPath)); break;
        }
        return Task.CompletedTask;
    }

    protected override Task EndProcessingAsync()
    {
        WritePolicies(_input.FromRestOfPipeline());
        return ParameterSetName is AllNamespacesSet or NamespaceSet ? WriteClusterAsync() : Task.CompletedTask;
    }

    private void WritePolicies(IEnumerable<ManifestDocument> documents)
    {
        foreach (var policy in _input.Policies(documents))
        {
            Write(policy);
        }
    }

    private async Task WriteClusterAsync()
    {
        var gateway = await GatewayAsync();
        var names = new NameFilter(Policy);
        var state = await PolicyStateReader.ReadAsync(gateway, StopToken, ReportUnreadable);
        foreach (var policy in state.Policies.Where(policy => names.Matches(policy.Name) && !AsYaml))
        {
            policy.Cluster = gateway.Identity.Name;
            Write(policy);
        }
        var mutations = new ClusterMutations(gateway, state)
        {
            Namespace = Namespace, IncludePods = IncludePod, Unreadable = ReportUnreadable,
        };
        foreach (var mutation in await mutations.ReadAsync(StopToken))
        {
            if (Policy is null || (mutation.Policy is { } policy && names.Matches(policy)))
            {
                Write(mutation);
            }
        }
        WriteObject(YamlStream.Of(_patches), enumerateCollection: true);
        foreach (var name in names.Missing)
        {
            Report(ModuleError.PolicyNotFound(name, gateway.Identity));
        }
    }

    private void Write(PodSecurityPolicy policy)
    {
        if (ClusterMutations.Of(policy) is { } mutation)
        {
            WriteObject(mutation);
        }
        else
        {
            WriteVerbose($"The PodSecurityPolicy '{policy.Name}' writes nothing into pods.");
        }
    }

    private void Write(PspMutation mutation)
    {
        if (!AsYaml)
        {
            WriteObject(mutation);
        }
        else if (mutation.GetPatch() is { } patch)
        {
            _patches.Add(patch);
        }
        else if (mutation.Problem is not null)
        {
            WriteWarning($"There is no patch for {mutation.Kind}/{mutation.Name} of namespace {mutation.Namespace}: {mutation.Problem}.");
        }
    }
}

using System.Management.Automation;
using PodSecurity.Cluster;
using PodSecurity.Completion;
using PodSecurity.Hosting;
using PodSecurity.Migration;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>
/// Writes into the templates of workloads what policies write into their pods, so that nothing is left to them. What that is, is found out
/// anew from the cluster at the time of the change.
/// </summary>
[Cmdlet(VerbsCommon.Set, "PspMutation", SupportsShouldProcess = true, DefaultParameterSetName = NamespaceSet)]
[OutputType(typeof(void))]
public sealed class SetPspMutationCommand : ClusterChangeCommand
{
    private const string NamespaceSet = "Namespace";
    private const string AllNamespacesSet = "AllNamespaces";

    private readonly List<(string? Namespace, string? Kind, string? Name)> _chosen = [];
    private IReadOnlyList<PspMutationChange> _changes = [];

    /// <summary>The namespace of the workloads; default: the context's.</summary>
    [Parameter(Position = 0, ParameterSetName = NamespaceSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Ns")]
    [AllowNull]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Only workloads of this kind.</summary>
    [Parameter(ParameterSetName = NamespaceSet, ValueFromPipelineByPropertyName = true)]
    public string? Kind { get; set; }

    /// <summary>Only workloads of this name.</summary>
    [Parameter(ParameterSetName = NamespaceSet, ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <summary>The workloads of all namespaces.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllNamespacesSet)]
    public SwitchParameter AllNamespaces { get; set; }

    protected override async Task ProcessRecordAsync()
    {
        if (Kind == "PodSecurityPolicy")
        {
            WriteVerbose($"The PodSecurityPolicy '{Name}' is skipped: it is its workloads that change.");
            return;
        }
        var gateway = await GatewayAsync();
        _chosen.Add(AllNamespaces ? (null, null, null) : (Namespace ?? gateway.Identity.DefaultNamespace, Kind, Name));
    }

    protected override async Task EndProcessingAsync()
    {
        if (_chosen.Count == 0)
        {
            return;
        }
        var gateway = await GatewayAsync();
        var places = _chosen.Select(chosen => chosen.Namespace).Distinct().ToList();
        var mutations = new ClusterMutations(gateway, await PolicyStateReader.ReadAsync(gateway, StopToken, ReportUnreadable))
        {
            Namespace = places is [var single] ? single : null,
            Unreadable = ReportUnreadable,
        };
        foreach (var mutation in await mutations.ReadAsync(StopToken))
        {
            if (_chosen.Any(chosen => IsMeant(chosen, mutation)))
            {
                await SetAsync(gateway, mutation);
            }
        }
    }

    protected override string Describe(ObjectChange change) => "Write into the pod template";

    protected override IEnumerable<string> Details(ObjectChange change) =>
        _changes.Where(written => written.Cause == nameof(PspMutationCause.Policy)).Select(written => $"{written}");

    private static bool IsMeant((string? Namespace, string? Kind, string? Name) chosen, PspMutation mutation) =>
        (chosen.Namespace is null || chosen.Namespace == mutation.Namespace)
        && (chosen.Kind is null || chosen.Kind == mutation.Kind) && (chosen.Name is null || chosen.Name == mutation.Name);

    private async Task SetAsync(IClusterGateway gateway, PspMutation mutation)
    {
        var target = $"{mutation.Kind}/{mutation.Name}";
        if (mutation.Problem is not null)
        {
            WriteWarning($"{target} of namespace {mutation.Namespace}: {mutation.Problem}.");
        }
        if (TemplateChange.TypeOf(mutation) is not { } type)
        {
            return;
        }
        try
        {
            if (await gateway.GetAsync(type, mutation.Namespace, mutation.Name, StopToken) is { } current)
            {
                _changes = mutation.Changes;
                await MakeAsync(gateway, [TemplateChange.Of(mutation, current)], target);
            }
        }
        catch (ClusterException e)
        {
            WriteFailure(e, target);
        }
    }
}

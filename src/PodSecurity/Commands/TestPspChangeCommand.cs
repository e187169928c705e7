using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Commands.Shared;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>Says what would happen to every workload and pod of a cluster if policies or grants were added, replaced or removed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PspChange", DefaultParameterSetName = AllNamespacesSet)]
[OutputType(typeof(PspChangeResult), typeof(PspChangeSummary))]
public sealed class TestPspChangeCommand : ClusterReadCommand
{
    private const string NamespaceSet = "Namespace";
    private const string AllNamespacesSet = "AllNamespaces";

    private readonly ManifestInput _input;
    private readonly List<ManifestDocument> _added = [];
    private readonly List<PspCoverage> _plan = [];
    private KubernetesRelease? _from;
    private KubernetesRelease? _to;

    public TestPspChangeCommand() => _input = new(this, StopToken);

    /// <summary>What goes away: policies by name; roles and bindings as Kind/name or Kind/namespace/name.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[] Remove { get; set; } = [];

    /// <summary>
    /// Policies, roles and bindings in any form that come, or take the place of those of the same name; proposals of Get-PspCoverage, with
    /// their policies and grants.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [Alias("InputObject")]
    public object?[]? Add { get; set; } = [];

    /// <summary>Files or folders with policies, roles and bindings that come.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] AddPath { get; set; } = [];

    /// <summary>
    /// Who could use the added policies, everywhere: NAMESPACE:NAME of a service account, Group:NAME, User:NAME, or a group system:...
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceAccountCompleter))]
    public string[] GrantTo { get; set; } = [];

    /// <summary>Judges the workloads of this namespace only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NamespaceSet)]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Judges the workloads of all namespaces; this is the default.</summary>
    [Parameter(ParameterSetName = AllNamespacesSet)]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>The user who creates pods that have no controller; default: any authenticated user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string? User { get; set; }

    /// <summary>The groups of that user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? Group { get; set; }

    /// <summary>The release of Kubernetes that judges now; default: what the server says.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KubernetesVersionCompleter))]
    public string? KubernetesVersion { get; set; }

    /// <summary>The release of Kubernetes that judges afterwards: what changes when the control plane goes there.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KubernetesVersionCompleter))]
    public string? ToKubernetesVersion { get; set; }

    /// <summary>Judges every pod; without it a workload speaks for the pods that fare as it does.</summary>
    [Parameter]
    public SwitchParameter IncludePod { get; set; }

    /// <summary>Adds a summary at the end: how many in which namespace with which outcome.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    protected override Task BeginProcessingAsync()
    {
        _from = ReleaseArguments.Named(this, KubernetesVersion);
        _to = ReleaseArguments.Named(this, ToKubernetesVersion);
        return Task.CompletedTask;
    }

    protected override Task ProcessRecordAsync()
    {
        foreach (var item in (Add ?? []).OfType<object>())
        {
            Take(item);
        }
        return Task.CompletedTask;
    }

    private void Take(object item)
    {
        try
        {
            if (CoverageInput.Find(item) is { } proposal)
            {
                _plan.Add(proposal);
                return;
            }
        }
        catch (Exception lost) when (lost is ArgumentException or ManifestException)
        {
            Report(ModuleError.InputObjectNotSupported(item, lost));
            return;
        }
        _added.AddRange(_input.FromPipeline(item));
    }

    protected override async Task EndProcessingAsync()
    {
        _added.AddRange(_input.FromRestOfPipeline());
        _added.AddRange(_input.FromPaths(AddPath));
        var gateway = await GatewayAsync();
        var state = await PolicyStateReader.ReadAsync(gateway, StopToken, ReportUnreadable);
        var current = ReleaseArguments.Judged(this, gateway, state, _from);
        var change = new PolicyChangeInput(this, gateway.Identity).Read(current, Remove, _added, GrantTo, _plan);
        var impact = new ImpactRun(
            this, gateway, current, Upgraded(
                change.ApplyTo(current))) { Namespace = Namespace, PodCreator = PodCreator, IncludePods = IncludePod };
        await foreach (var result in impact.ResultsAsync(StopToken))
        {
            WriteObject(result);
        }
        WriteVerbose($"{impact.Summary}.");
        if (Summary)
        {
            WriteObject(impact.Summary);
        }
    }

    private PolicyState Upgraded(PolicyState state)
    {
        if (_to is null)
        {
            return state;
        }
        if (state.Release is null)
        {
            WriteWarning(
                $"The cluster does not say its version, so it is taken for {KubernetesRelease.Default}. Say with -KubernetesVersion which "
                + "release it is now.");
        }
        ReleaseArguments.SayDifferences(this, state.Release ?? KubernetesRelease.Default, _to);
        return state with { Release = _to };
    }

    private PolicyIdentity? PodCreator => User is null && Group is null ? null : PolicyIdentity.ForUser(User ?? "", Group);
}

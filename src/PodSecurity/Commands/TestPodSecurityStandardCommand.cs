using System.Collections;
using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;

namespace PodSecurity.Commands;

/// <summary>
/// Says which level of the Pod Security Standards pods meet, or what the API server would answer to them in a labelled namespace.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "PodSecurityStandard", DefaultParameterSetName = NamespaceSet)]
[OutputType(typeof(PssTestResult), typeof(PssRequestResult), typeof(bool))]
public sealed class TestPodSecurityStandardCommand : ClusterReadCommand
{
    private const string NamespaceSet = "Namespace";
    private const string AllNamespacesSet = "AllNamespaces";
    private const string InputObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputObjectByLabelSet = "InputObjectByLabel";
    private const string PathByLabelSet = "PathByLabel";
    private const string LiteralPathByLabelSet = "LiteralPathByLabel";

    private readonly ManifestInput _input;
    private readonly Gate _gate;
    private IReadOnlyList<PodSecurityVersion> _versions = [];
    private PodSecurityLevel? _level;
    private LabelledNamespaces? _labelled;
    private string? _cluster;

    public TestPodSecurityStandardCommand() => (_input, _gate) = (new(this, StopToken), new(this));

    /// <summary>Pods and workloads in any form: text, files, parsed objects, models of client libraries.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = InputObjectByLabelSet, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Files or folders with pods and workloads.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathByLabelSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathByLabelSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The namespace whose pods are tested, and that of manifests which name none; default: the context's.</summary>
    [Parameter(ParameterSetName = NamespaceSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectByLabelSet)]
    [Parameter(ParameterSetName = PathByLabelSet)]
    [Parameter(ParameterSetName = LiteralPathByLabelSet)]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Tests the pods of all namespaces.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllNamespacesSet)]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>The level to meet; without it, the strictest that each workload meets is found.</summary>
    [Parameter(ParameterSetName = NamespaceSet)]
    [Parameter(ParameterSetName = AllNamespacesSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateSet("privileged", "baseline", "restricted")]
    public string? Level { get; set; }

    /// <summary>The versions of the standards to judge by, v1.0 and on, or latest.</summary>
    [Parameter(ParameterSetName = NamespaceSet)]
    [Parameter(ParameterSetName = AllNamespacesSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ArgumentCompleter(typeof(StandardVersionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Version { get; set; } = ["latest"];

    /// <summary>Adds for each violation the smallest fix, with a patch of the object.</summary>
    [Parameter(ParameterSetName = NamespaceSet)]
    [Parameter(ParameterSetName = AllNamespacesSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Explain { get; set; }

    /// <summary>Answers as the API server would to the creation of each object, by the labels of its namespace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectByLabelSet)]
    [Parameter(Mandatory = true, ParameterSetName = PathByLabelSet)]
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathByLabelSet)]
    public SwitchParameter ByLabel { get; set; }

    /// <summary>The user who creates the objects, as exemptions name users.</summary>
    [Parameter(ParameterSetName = InputObjectByLabelSet)]
    [Parameter(ParameterSetName = PathByLabelSet)]
    [Parameter(ParameterSetName = LiteralPathByLabelSet)]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string User { get; set; } = "";

    /// <summary>The namespaces that the cluster's configuration exempts.</summary>
    [Parameter(ParameterSetName = InputObjectByLabelSet)]
    [Parameter(ParameterSetName = PathByLabelSet)]
    [Parameter(ParameterSetName = LiteralPathByLabelSet)]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] ExemptNamespace { get; set; } = [];

    /// <summary>The users that the cluster's configuration exempts.</summary>
    [Parameter(ParameterSetName = InputObjectByLabelSet)]
    [Parameter(ParameterSetName = PathByLabelSet)]
    [Parameter(ParameterSetName = LiteralPathByLabelSet)]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[] ExemptUser { get; set; } = [];

    /// <summary>The runtime classes that the cluster's configuration exempts.</summary>
    [Parameter(ParameterSetName = InputObjectByLabelSet)]
    [Parameter(ParameterSetName = PathByLabelSet)]
    [Parameter(ParameterSetName = LiteralPathByLabelSet)]
    public string[] ExemptRuntimeClass { get; set; } = [];

    /// <summary>What the cluster's configuration says where no label does: enforce, enforce-version and so on.</summary>
    [Parameter(ParameterSetName = InputObjectByLabelSet)]
    [Parameter(ParameterSetName = PathByLabelSet)]
    [Parameter(ParameterSetName = LiteralPathByLabelSet)]
    public Hashtable Default { get; set; } = [];

    /// <summary>Gives $true when every workload meets the level or would be let in, and everything could be read; else $false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override Task BeginProcessingAsync()
    {
        if (ByLabel)
        {
            _labelled = new LabelledNamespaces(
                this, StandardArguments.Options(this, Default, ExemptNamespace, ExemptUser, ExemptRuntimeClass), User);
            return Task.CompletedTask;
        }
        _versions = StandardArguments.Versions(this, Version);
        _level = Level is null ? null : Enum.Parse<PodSecurityLevel>(Level, ignoreCase: true);
        if (Quiet && _level is null)
        {
            ThrowTerminatingError(ModuleError.LevelMissing());
        }
        return Task.CompletedTask;
    }

    protected override async Task ProcessRecordAsync()
    {
        switch (ParameterSetName)
        {
            case InputObjectSet or InputObjectByLabelSet: await TakeAsync(_input.FromPipeline(InputObject)); break;
            case PathSet or PathByLabelSet: await TakeAsync(_input.FromPaths(Path)); break;
            case LiteralPathSet or LiteralPathByLabelSet: await TakeAsync(_input.FromLiteralPaths(LiteralPath)); break;
            default: await TakeClusterAsync(); break;
        }
    }

    protected override async Task EndProcessingAsync()
    {
        await TakeAsync(_input.FromRestOfPipeline());
        if (_labelled is not null)
        {
            await AnswerAsync(_labelled);
        }
        _gate.Close(Quiet, _input.WasGiven, "pod, nor anything that makes pods", Given);
    }

    private async Task TakeClusterAsync()
    {
        // Only here is it known that nothing comes from the pipeline.
        var gateway = await GatewayAsync();
        _cluster = gateway.Identity.Name;
        var @namespace = AllNamespaces ? null : Namespace ?? gateway.Identity.DefaultNamespace;
        var progress = new CommandProgress(this, "Testing pods");
        var count = 0;
        await foreach (var pod in _input.WorkloadsAsync(gateway.ListAsync(ResourceTypes.Pods, @namespace, StopToken)))
        {
            Judge(pod);
            progress.Report($"{++count} pods");
        }
        progress.Complete();
    }

    private async Task TakeAsync(IEnumerable<ManifestDocument> documents)
    {
        await foreach (var workload in _input.WorkloadsAsync(_labelled?.TakeNamespaces(documents) ?? documents))
        {
            // A namespace may come after what is in it: all is answered at the end.
            if (_labelled is not null)
            {
                _labelled.Workloads.Add(workload);
            }
            else
            {
                Judge(workload);
            }
        }
    }

    /// <summary>What the user named as holding the pods.</summary>
    private object? Given => ParameterSetName switch
    {
        InputObjectSet or InputObjectByLabelSet => InputObject,
        PathSet or PathByLabelSet => Path,
        LiteralPathSet or LiteralPathByLabelSet => LiteralPath,
        _ => FailureTarget,
    };

    private void Judge(Workload workload)
    {
        foreach (var version in _versions)
        {
            var result = new PssTestResult(workload, _level, version, Namespace ?? "default", _cluster, Explain);
            Write(result, result.Allowed);
        }
    }

    private async Task AnswerAsync(LabelledNamespaces labelled)
    {
        foreach (var workload in labelled.Workloads)
        {
            var result = await labelled.AnswerAsync(workload, Namespace, GatewayAsync, StopToken);
            Write(result, result.Allowed);
        }
    }

    private void Write(object result, bool allowed)
    {
        _gate.Count(allowed);
        if (!Quiet)
        {
            WriteObject(result);
        }
    }
}

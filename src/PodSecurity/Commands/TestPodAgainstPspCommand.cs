using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Completion;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;
using PodSecurity.Validation;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>Says whether pods would be admitted: by which policy, changed how, or refused with which words.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PodAgainstPsp", DefaultParameterSetName = NamespaceSet)]
[OutputType(typeof(PspTestResult), typeof(bool))]
public sealed class TestPodAgainstPspCommand : ClusterReadCommand
{
    private const string NamespaceSet = "Namespace";
    private const string AllNamespacesSet = "AllNamespaces";
    private const string InputObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ManifestInput _input;
    private readonly Gate _gate;
    private PodTest? _test;
    private PodsBefore? _before;

    public TestPodAgainstPspCommand() => (_input, _gate) = (new(this, StopToken), new(this));

    /// <summary>Pods and workloads in any form: text, files, parsed objects, models of client libraries.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Files or folders with pods and workloads.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The namespace whose pods are tested, and that of manifests which name none; default: the context's.</summary>
    [Parameter(ParameterSetName = NamespaceSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Tests the pods of all namespaces.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllNamespacesSet)]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>The policies to judge by, in any form; all of them may be used. No cluster is asked.</summary>
    [Parameter]
    public object[]? Policy { get; set; }

    /// <summary>Files or folders with the policies to judge by.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? PolicyPath { get; set; }

    /// <summary>The user who creates the pods.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string? User { get; set; }

    /// <summary>The groups of the user who creates the pods.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? Group { get; set; }

    /// <summary>The pods' service account as NAMESPACE:NAME or NAME; default: each pod's own.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ServiceAccountCompleter))]
    public string? ServiceAccount { get; set; }

    /// <summary>Which volume with the service account's token the server adds to a raw manifest.</summary>
    [Parameter]
    public TokenVolume TokenVolume { get; set; }

    /// <summary>The release of Kubernetes that judges; default: what the server says.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KubernetesVersionCompleter))]
    public string? KubernetesVersion { get; set; }

    /// <summary>The pods before an update, in any form: what is tested is the update of each to the pod of the same name.</summary>
    [Parameter]
    public object[]? OldObject { get; set; }

    /// <summary>Adds for each usable policy the first obstacle and the smallest fix.</summary>
    [Parameter]
    public SwitchParameter Explain { get; set; }

    /// <summary>Gives $true when there are pods, all could be read, and every one would be admitted; else $false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task BeginProcessingAsync()
    {
        var release = ReleaseArguments.Named(this, KubernetesVersion);
        // A variable that turns out to be empty must not become a question to whatever cluster is the current one.
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(Policy)) && !MyInvocation.BoundParameters.ContainsKey(nameof(PolicyPath)))
        {
            var gateway = await GatewayAsync();
            var state = await PolicyStateReader.ReadAsync(gateway, StopToken, ReportUnreadable);
            var options = Options(gateway.Identity.DefaultNamespace) with { Cluster = gateway.Identity.Name };
            _test = new PodTest(ReleaseArguments.Judged(this, gateway, state, release), options);
        }
        else
        {
            _test = new PodTest(GivenPolicies(release), Options("default") with { Release = release });
        }
        if (OldObject is not null)
        {
            _before = await PodsBefore.ReadAsync(new ManifestInput(this, StopToken), OldObject);
        }
    }

    protected override async Task ProcessRecordAsync()
    {
        switch (ParameterSetName)
        {
            case InputObjectSet: await JudgeAsync(_input.FromPipeline(InputObject)); break;
            case PathSet: await JudgeAsync(_input.FromPaths(Path)); break;
            case LiteralPathSet: await JudgeAsync(_input.FromLiteralPaths(LiteralPath)); break;
            default: await JudgeClusterAsync(); break;
        }
    }

    protected override async Task EndProcessingAsync()
    {
        await JudgeAsync(_input.FromRestOfPipeline());
        _gate.Close(Quiet, _input.WasGiven, "pod, nor anything that makes pods", Given);
    }

    private async Task JudgeClusterAsync()
    {
        var gateway = await GatewayAsync();
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

    private async Task JudgeAsync(IEnumerable<ManifestDocument> documents)
    {
        await foreach (var workload in _input.WorkloadsAsync(documents))
        {
            Judge(workload);
        }
    }

    private void Judge(Workload workload)
    {
        if (_before is not null && _before.Find(workload) is null)
        {
            Report(ModuleError.OldObjectMissing(ObjectPath.Of(workload.Kind, workload.Namespace, workload.Name)));
            return;
        }
        var result = _before?.Find(workload) is { } old ? _test!.TestUpdate(workload, old) : _test!.Test(workload);
        _gate.Count(result.Allowed);
        if (!Quiet)
        {
            WriteObject(result);
        }
    }

    /// <summary>What the user named as holding the pods.</summary>
    private object? Given => ParameterSetName switch
    {
        InputObjectSet => InputObject,
        PathSet => Path,
        LiteralPathSet => LiteralPath,
        _ => FailureTarget,
    };

    private PodTestOptions Options(string contextNamespace)
    {
        var account = ServiceAccount is null ? null : ServiceAccountName.Parse(ServiceAccount, Namespace ?? contextNamespace);
        if (ServiceAccount is not null && account is null)
        {
            ThrowTerminatingError(ModuleError.ServiceAccountInvalid(ServiceAccount));
        }
        return new()
        {
            Namespace = Namespace ?? account?.Namespace ?? contextNamespace,
            Requester = Requester,
            ServiceAccount = account?.Name,
            TokenVolume = TokenVolume,
            Explain = Explain,
        };
    }

    private PolicyIdentity? Requester => (User ?? As) is { } user ? PolicyIdentity.ForUser(user, User is null ? AsGroup : Group) : null;

    private List<PodSecurityPolicy> GivenPolicies(KubernetesRelease? release)
    {
        var input = new ManifestInput(this, StopToken);
        var documents = input.FromArguments(Policy ?? []).Concat(input.FromPaths(PolicyPath ?? []));
        var policies = new Dictionary<string, PodSecurityPolicy>();
        foreach (var policy in input.Policies(documents))
        {
            if (!policies.TryAdd(policy.Name, policy))
            {
                Report(ModuleError.PolicyDuplicate(policy, policies[policy.Name]));
            }
            else if (PermissivePolicy.Admits(policy))
            {
                WriteWarning(
                    $"The policy '{policy.Name}' ({policy.Source}) admits even a pod that owns its node, so hardly any pod can fail this "
                    + "test. "
                    + "Leave it out of the policies to judge by, unless that is what you ask.");
            }
        }
        if (policies.Count == 0)
        {
            ThrowTerminatingError(ModuleError.NoPolicy((object?)PolicyPath ?? Policy ?? []));
        }
        return [.. policies.Values.Where(policy => IsAccepted(policy, release))];
    }

    // What a server refuses is not there to judge by.
    private bool IsAccepted(PodSecurityPolicy policy, KubernetesRelease? release)
    {
        if (release is null || PspValidator.Validate(policy, release) is not { Valid: false } refused)
        {
            return true;
        }
        WriteWarning($"Kubernetes {release} refuses the policy '{policy.Name}', so it does not count: {refused.Errors[0].Message}");
        return false;
    }
}

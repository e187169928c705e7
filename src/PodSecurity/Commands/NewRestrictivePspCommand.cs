using System.Management.Automation;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Completion;
using PodSecurity.Coverage;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Presets;

namespace PodSecurity.Commands;

/// <summary>
/// Makes a least-privilege policy, from a preset or for workloads, loosened by explicit switches: in the cluster, as text or as an object.
/// </summary>
[Cmdlet(VerbsCommon.New, "RestrictivePsp", DefaultParameterSetName = ClusterSet, SupportsShouldProcess = true)]
[OutputType(typeof(PodSecurityPolicy), ParameterSetName = [ClusterSet, ObjectSet])]
[OutputType(typeof(string), ParameterSetName = [YamlSet])]
public sealed class NewRestrictivePspCommand : ClusterChangeCommand
{
    private const string ClusterSet = "Cluster";
    private const string ObjectSet = "AsObject";
    private const string YamlSet = "AsYaml";

    private WorkloadPolicy? _workloads;

    /// <summary>The name of the policy.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>Where to start from.</summary>
    [Parameter]
    public PspPreset Preset { get; set; }

    /// <summary>
    /// Pods and workloads in any form: instead of a preset, the policy starts as the least that admits them as they are.
    /// </summary>
    [Parameter]
    public object[] ForWorkload { get; set; } = [];

    /// <summary>Files or folders with pods and workloads, to start from like -ForWorkload.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] ForPath { get; set; } = [];

    /// <summary>Which volume with the service account's token the server adds to the pods of -ForWorkload and -ForPath.</summary>
    [Parameter]
    public TokenVolume TokenVolume { get; set; }

    /// <summary>Gives YAML that kubectl applies, and creates nothing.</summary>
    [Parameter(Mandatory = true, ParameterSetName = YamlSet)]
    public SwitchParameter AsYaml { get; set; }

    /// <summary>Gives the policy as an object, and creates nothing.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet)]
    public SwitchParameter AsObject { get; set; }

    /// <summary>Allows pods on the host's network; each port that they declare needs -HostPort as well.</summary>
    [Parameter]
    public SwitchParameter AllowHostNetwork { get; set; }

    /// <summary>Allows pods that see the host's processes.</summary>
    [Parameter]
    public SwitchParameter AllowHostPID { get; set; }

    /// <summary>Allows pods that share the host's memory segments and queues.</summary>
    [Parameter]
    public SwitchParameter AllowHostIPC { get; set; }

    /// <summary>Host ports that pods may take: 80, or 8000-8100.</summary>
    [Parameter]
    [NumberAsText]
    public HostPortRange[] HostPort { get; set; } = [];

    /// <summary>Allows privileged containers, and with them privilege escalation.</summary>
    [Parameter]
    public SwitchParameter AllowPrivileged { get; set; }

    /// <summary>Allows processes that gain more privileges than their parent.</summary>
    [Parameter]
    public SwitchParameter AllowPrivilegeEscalation { get; set; }

    /// <summary>Capabilities that containers may add, without CAP_; * for all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[] AllowedCapability { get; set; } = [];

    /// <summary>Allows users of any id, root included.</summary>
    [Parameter]
    public SwitchParameter AllowRunAsRoot { get; set; }

    /// <summary>The user ids that containers must run with: 1000, or 1000-2000.</summary>
    [Parameter]
    [NumberAsText]
    public IDRange[] RunAsUserRange { get; set; } = [];

    /// <summary>The ids of the group that owns volumes.</summary>
    [Parameter]
    [NumberAsText]
    public IDRange[] FSGroupRange { get; set; } = [];

    /// <summary>The ids of supplemental groups.</summary>
    [Parameter]
    [NumberAsText]
    public IDRange[] SupplementalGroupRange { get; set; } = [];

    /// <summary>Demands a read-only root file system.</summary>
    [Parameter]
    public SwitchParameter ReadOnlyRootFilesystem { get; set; }

    /// <summary>Volume types beyond those of the preset; * for all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VolumeTypeCompleter))]
    public string[] AllowedVolume { get; set; } = [];

    /// <summary>Host paths that pods may mount: /var/log, or /var/log:ro.</summary>
    [Parameter]
    public AllowedHostPath[] AllowedHostPath { get; set; } = [];

    /// <summary>Drivers of inline CSI volumes that pods may use.</summary>
    [Parameter]
    public string[] AllowedCsiDriver { get; set; } = [];

    /// <summary>Seccomp profiles that pods may name; * for all.</summary>
    [Parameter]
    public string[] AllowedSeccompProfile { get; set; } = [];

    /// <summary>Says nothing about AppArmor: for nodes without it.</summary>
    [Parameter]
    public SwitchParameter NoAppArmor { get; set; }

    /// <summary>Kernel parameters that pods may set beyond the safe ones.</summary>
    [Parameter]
    public string[] AllowedUnsafeSysctl { get; set; } = [];

    /// <summary>The only runtime classes that pods may name.</summary>
    [Parameter]
    public string[] AllowedRuntimeClass { get; set; } = [];

    protected override async Task BeginProcessingAsync()
    {
        await base.BeginProcessingAsync();
        if (IsGiven(nameof(ForWorkload)) || IsGiven(nameof(ForPath)))
        {
            _workloads = new(await ReadWorkloadsAsync(), TokenVolume);
        }
    }

    protected override async Task ProcessRecordAsync()
    {
        if (_workloads is not null && !Covers(_workloads.Least(Name), isAsked: false))
        {
            return;
        }
        var policy = Build();
        if (!Covers(policy, isAsked: true))
        {
            return;
        }
        if (AsYaml)
        {
            WriteObject(ManifestWriter.ToYaml(policy).TrimEnd('\n'));
        }
        else if (AsObject)
        {
            WriteObject(policy);
        }
        else
        {
            await CreateAsync(policy);
        }
    }

    private async Task CreateAsync(PodSecurityPolicy policy)
    {
        try
        {
            await CreatePolicyAsync(await GatewayAsync(), policy);
        }
        catch (ClusterException e)
        {
            WriteFailure(e, policy.Name);
        }
    }

    private PodSecurityPolicy Build()
    {
        try
        {
            return RestrictivePsp.Build(Options());
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ModuleError.PolicyOptionsInvalid(Name, e));
            throw;
        }
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>All that was given. What is missing would be refused by the policy, so nothing is made without it.</summary>
    private async Task<IReadOnlyCollection<Workload>> ReadWorkloadsAsync()
    {
        if (IsGiven(nameof(Preset)))
        {
            ThrowTerminatingError(ModuleError.PolicyOptionsInvalid(Name, new ArgumentException(
                "The policy starts either from -Preset or from what -ForWorkload and -ForPath need: give one of them.")));
        }
        var input = new ManifestInput(this, StopToken);
        var workloads = new List<Workload>();
        await foreach (var workload in input.WorkloadsAsync(input.FromArguments(ForWorkload).Concat(input.FromPaths(ForPath))))
        {
            workloads.Add(workload);
        }
        object given = ForPath.Length > 0 ? ForPath : ForWorkload;
        if (HasFailed)
        {
            ThrowTerminatingError(ModuleError.InputIncomplete(given));
        }
        if (workloads.Count == 0)
        {
            ThrowTerminatingError(ModuleError.NothingJudged("pod, nor anything that makes pods", given));
        }
        return workloads;
    }

    /// <summary>Whether the policy admits all that it is made for; what it refuses is reported.</summary>
    /// <param name="isAsked">Whether the policy is as switches of the command want it.</param>
    private bool Covers(PodSecurityPolicy policy, bool isAsked)
    {
        var refused = _workloads?.Refused(policy).ToList() ?? [];
        foreach (var (workload, message) in refused)
        {
            Report(ModuleError.WorkloadNotCovered(workload, message, isAsked));
        }
        return refused.Count == 0;
    }

    private RestrictivePspOptions Options() => new()
    {
        Name = Name,
        Preset = Preset,
        Start = _workloads?.Least(Name),
        AllowHostNetwork = AllowHostNetwork,
        AllowHostPID = AllowHostPID,
        AllowHostIPC = AllowHostIPC,
        HostPort = HostPort,
        AllowPrivileged = AllowPrivileged,
        AllowPrivilegeEscalation = AllowPrivilegeEscalation,
        AllowedCapability = AllowedCapability,
        AllowRunAsRoot = AllowRunAsRoot,
        RunAsUserRange = RunAsUserRange,
        FSGroupRange = FSGroupRange,
        SupplementalGroupRange = SupplementalGroupRange,
        ReadOnlyRootFilesystem = ReadOnlyRootFilesystem,
        AllowedVolume = AllowedVolume,
        AllowedHostPath = AllowedHostPath,
        AllowedCsiDriver = AllowedCsiDriver,
        AllowedSeccompProfile = AllowedSeccompProfile,
        NoAppArmor = NoAppArmor,
        AllowedUnsafeSysctl = AllowedUnsafeSysctl,
        AllowedRuntimeClass = AllowedRuntimeClass,
    };
}

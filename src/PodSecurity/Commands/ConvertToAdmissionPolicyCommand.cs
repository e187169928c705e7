using System.Management.Automation;
using System.Text.RegularExpressions;
using PodSecurity.Conversion;
using PodSecurity.Conversion.Expressions;
using PodSecurity.Errors;
using PodSecurity.Formatting;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;
using PodSecurity.Validation;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands;

/// <summary>Carries policies over to what today's Kubernetes enforces, and says in what that differs. Changes nothing.</summary>
[Cmdlet(VerbsData.ConvertTo, "AdmissionPolicy", DefaultParameterSetName = ClusterSet)]
[OutputType(typeof(AdmissionPolicyConversion), typeof(string))]
public sealed class ConvertToAdmissionPolicyCommand : ClusterReadCommand
{
    private const string ClusterSet = "Cluster";
    private const string InputObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string UnknownField = "UnknownField";

    private static readonly string[] SourceParameters = [nameof(Snapshot), nameof(Context), nameof(KubeConfig)];

    private readonly ManifestInput _input;
    private readonly List<ManifestDocument> _documents = [];

    public ConvertToAdmissionPolicyCommand() => _input = new(this, StopToken);

    /// <summary>Policies in any form: objects of ours, text, files, parsed objects; roles and bindings with them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Files or folders with policies, roles and bindings.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The name of the objects that are made.</summary>
    [Parameter]
    [ValidatePattern(@"\A[a-z0-9]([-.a-z0-9]*[a-z0-9])?\z", Options = RegexOptions.None)]
    public string Name { get; set; } = new AdmissionPolicyOptions().Name;

    /// <summary>What is to enforce the policies.</summary>
    [Parameter]
    public AdmissionPolicyEngine Engine { get; set; }

    /// <summary>What happens to a pod that no policy admits.</summary>
    [Parameter]
    public AdmissionPolicyAction Action { get; set; }

    /// <summary>Also what fills in the defaults of the policies.</summary>
    [Parameter]
    public SwitchParameter IncludeMutation { get; set; }

    /// <summary>Gives YAML that kubectl applies, with the losses as comments.</summary>
    [Parameter]
    public SwitchParameter AsYaml { get; set; }

    protected override Task ProcessRecordAsync()
    {
        _documents.AddRange(ParameterSetName switch
        {
            PathSet => _input.FromPaths(Path),
            LiteralPathSet => _input.FromLiteralPaths(LiteralPath),
            InputObjectSet => _input.FromPipeline(InputObject),
            _ => [],
        });
        return Task.CompletedTask;
    }

    protected override async Task EndProcessingAsync()
    {
        _documents.AddRange(_input.FromRestOfPipeline());
        var state = ParameterSetName == ClusterSet ? await FromClusterAsync() : await WithGrantsAsync(FromDocuments());
        if (Convert(Usable(state.Policies), state) is not { } conversion)
        {
            return;
        }
        if (AsYaml)
        {
            WriteObject(AdmissionPolicyText.Of(conversion), enumerateCollection: true);
        }
        else
        {
            WriteObject(conversion);
        }
    }

    private async Task<PolicyState> FromClusterAsync() =>
        await PolicyStateReader.ReadAsync(await GatewayAsync(), StopToken, ReportUnreadable);

    private PolicyState FromDocuments()
    {
        var given = new PolicyChangeInput(this, ParameterSetName).Read(new PolicyState([], [], []), [], _documents, [], []);
        return new([.. given.Policies], [.. given.Roles], [.. given.Bindings]);
    }

    /// <summary>The grants of the input, or of the cluster or snapshot that was named beside it.</summary>
    private async Task<PolicyState> WithGrantsAsync(PolicyState state) =>
        state.Roles.Count > 0 || !SourceParameters.Any(MyInvocation.BoundParameters.ContainsKey)
            ? state
            : await PolicyStateReader.ReadRbacAsync(await GatewayAsync(), StopToken, ReportUnreadable) with { Policies = state.Policies };

    private AdmissionPolicyConversion? Convert(IReadOnlyCollection<PodSecurityPolicy> policies, PolicyState state)
    {
        if (policies.Count == 0)
        {
            Report(ModuleError.NoPolicyToConvert(Given));
            return null;
        }
        if (Engine != AdmissionPolicyEngine.Kubernetes && state.Roles.Count == 0)
        {
            Report(ModuleError.GrantsUnknown(Engine, Given));
            return null;
        }
        try
        {
            return AdmissionPolicyConverter.Convert(policies, new AdmissionPolicyOptions
            {
                Name = Name,
                Engine = Engine,
                Action = Action,
                IncludeMutation = IncludeMutation,
                Grants = state.Roles.Count > 0 ? state : null,
            });
        }
        catch (AdmissionPolicyTooCostlyException e)
        {
            Report(ModuleError.AdmissionPolicyTooCostly(Given, e));
            return null;
        }
    }

    private object? Given => ParameterSetName switch
    {
        InputObjectSet => InputObject,
        PathSet => Path,
        LiteralPathSet => LiteralPath,
        _ => FailureTarget,
    };

    /// <summary>The policies that mean something, each name once; the others are reported.</summary>
    private List<PodSecurityPolicy> Usable(IEnumerable<PodSecurityPolicy> policies)
    {
        var usable = new Dictionary<string, PodSecurityPolicy>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            if (Problem(policy) is { } problem)
            {
                Report(problem);
            }
            else if (!usable.TryAdd(policy.Name, policy))
            {
                Report(ModuleError.PolicyDuplicate(policy, usable[policy.Name]));
            }
        }
        return [.. usable.Values];
    }

    private static ErrorRecord? Problem(PodSecurityPolicy policy)
    {
        if (policy.Name.Length == 0)
        {
            return ModuleError.PolicyWithoutName(policy);
        }
        var validation = PspValidator.Validate(policy);
        if (!validation.Valid)
        {
            return ModuleError.PolicyInvalid(policy, validation);
        }
        if (validation.Warnings.FirstOrDefault(warning => warning.Code == UnknownField) is { } unknown)
        {
            return ModuleError.PolicyFieldUnknown(policy, unknown);
        }
        return AdmissionPolicyConverter.WhyNeverAdmits(policy) is { } reason ? ModuleError.PolicyNeverAdmits(policy, reason) : null;
    }
}

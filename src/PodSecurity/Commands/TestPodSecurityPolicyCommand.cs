using System.Management.Automation;
using PodSecurity.Completion;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;
using PodSecurity.Validation;

namespace PodSecurity.Commands;

/// <summary>Says whether the API server accepts a policy, and what is risky or pointless in it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PodSecurityPolicy", DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(PspValidationResult))]
public sealed class TestPodSecurityPolicyCommand : PodSecurityCommand
{
    private const string InputObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ManifestInput _input;
    private readonly Gate _gate;
    private KubernetesRelease? _release;

    public TestPodSecurityPolicyCommand() => (_input, _gate) = (new(this, StopToken), new(this));

    /// <summary>Policies in any form: objects of ours, text, files, parsed objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Files or folders with policies.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The release of Kubernetes whose API server is meant.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KubernetesVersionCompleter))]
    public string? KubernetesVersion { get; set; }

    protected override Task BeginProcessingAsync()
    {
        _release = ReleaseArguments.Named(this, KubernetesVersion);
        return Task.CompletedTask;
    }

    protected override Task ProcessRecordAsync()
    {
        Judge(ParameterSetName switch
        {
            PathSet => _input.FromPaths(Path),
            LiteralPathSet => _input.FromLiteralPaths(LiteralPath),
            _ => _input.FromPipeline(InputObject),
        });
        return Task.CompletedTask;
    }

    protected override Task EndProcessingAsync()
    {
        Judge(_input.FromRestOfPipeline());
        _gate.Close(quiet: false, _input.WasGiven, "PodSecurityPolicy", ParameterSetName switch
        {
            PathSet => Path,
            LiteralPathSet => LiteralPath,
            _ => InputObject,
        });
        return Task.CompletedTask;
    }

    private void Judge(IEnumerable<ManifestDocument> documents)
    {
        foreach (var policy in _input.Policies(documents))
        {
            var result = PspValidator.Validate(policy, _release);
            _gate.Count(result.Valid);
            WriteObject(result);
        }
    }
}

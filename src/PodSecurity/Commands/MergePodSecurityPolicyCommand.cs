using System.Management.Automation;
using PodSecurity.Comparison;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;
using PodSecurity.Merging;

namespace PodSecurity.Commands;

/// <summary>Makes the least policy that admits what any of several admits, and names what it allows beyond them. Creates nothing.</summary>
[Cmdlet(VerbsData.Merge, "PodSecurityPolicy", DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(PspMerge))]
public sealed class MergePodSecurityPolicyCommand : PodSecurityCommand
{
    private const string InputObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ManifestInput _input;
    private readonly List<PodSecurityPolicy> _policies = [];

    public MergePodSecurityPolicyCommand() => _input = new(this, StopToken);

    /// <summary>The policies, in any form: objects of ours, text, files, parsed objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    public object[] InputObject { get; set; } = [];

    /// <summary>Files or folders with policies.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The name of the policy that is made.</summary>
    [Parameter]
    public string Name { get; set; } = "merged";

    protected override Task ProcessRecordAsync()
    {
        Read(ParameterSetName switch
        {
            PathSet => _input.FromPaths(Path),
            LiteralPathSet => _input.FromLiteralPaths(LiteralPath),
            _ => InputObject.SelectMany(_input.FromPipeline),
        });
        return Task.CompletedTask;
    }

    protected override Task EndProcessingAsync()
    {
        Read(_input.FromRestOfPipeline());
        if (HasFailed)
        {
            Report(ModuleError.InputIncomplete(Given));
        }
        else if (_policies.Count > 0)
        {
            Merge();
        }
        else if (_input.WasGiven)
        {
            Report(ModuleError.NothingJudged("PodSecurityPolicy", Given));
        }
        return Task.CompletedTask;
    }

    private object Given => ParameterSetName switch
    {
        PathSet => Path,
        LiteralPathSet => LiteralPath,
        _ => InputObject,
    };

    private void Read(IEnumerable<ManifestDocument> documents) => _policies.AddRange(_input.Policies(documents));

    private void Merge()
    {
        var usable = new List<PodSecurityPolicy>();
        foreach (var policy in _policies)
        {
            if (PolicyComparer.WhyNone(policy) is { } reason)
            {
                WriteWarning(ModuleWarning.NeverAdmits(policy, reason));
            }
            else
            {
                usable.Add(policy);
            }
        }
        if (usable.Count == 0)
        {
            Report(ModuleError.NothingToMerge([.. _policies.Select(policy => policy.Name)]));
            return;
        }
        WriteObject(PolicyMerger.Merge(Name, usable));
    }
}

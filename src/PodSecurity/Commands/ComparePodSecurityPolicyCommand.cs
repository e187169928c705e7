using System.Management.Automation;
using PodSecurity.Comparison;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Inputs;
using PodSecurity.Manifests;

namespace PodSecurity.Commands;

/// <summary>Says what each of two policies allows that the other does not, with a pod for each difference.</summary>
[Cmdlet(VerbsData.Compare, "PodSecurityPolicy", DefaultParameterSetName = PolicySet)]
[OutputType(typeof(PspComparison))]
public sealed class ComparePodSecurityPolicyCommand : PodSecurityCommand
{
    private const string PolicySet = "Policy";
    private const string PathSet = "Path";

    private readonly ManifestInput _input;
    private readonly Gate _gate;
    private PodSecurityPolicy _reference = new();

    public ComparePodSecurityPolicyCommand() => (_input, _gate) = (new(this, StopToken), new(this));

    /// <summary>The policy to compare with, in any form: an object of ours, text, a file, a parsed object.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PolicySet)]
    public object[] ReferencePolicy { get; set; } = [];

    /// <summary>The policies that are compared with it, one by one, in any form.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PolicySet, ValueFromPipeline = true)]
    public object[] DifferencePolicy { get; set; } = [];

    /// <summary>The file with the policy to compare with.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string ReferencePath { get; set; } = "";

    /// <summary>Files or folders with the policies that are compared with it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] DifferencePath { get; set; } = [];

    protected override Task BeginProcessingAsync()
    {
        var input = new ManifestInput(this, StopToken);
        var (documents, parameter, given) = ParameterSetName == PathSet
            ? (input.FromPaths([ReferencePath]), nameof(ReferencePath), (object)ReferencePath)
            : (input.FromArguments(ReferencePolicy), nameof(ReferencePolicy), ReferencePolicy);
        var policies = input.Policies(documents).ToList();
        if (policies is not [var single])
        {
            ThrowTerminatingError(ModuleError.ReferenceNotOne(parameter, policies.Count, given));
            return Task.CompletedTask;
        }
        _reference = single;
        WarnIfNeverUsed(single);
        return Task.CompletedTask;
    }

    protected override Task ProcessRecordAsync()
    {
        Compare(ParameterSetName == PathSet ? _input.FromPaths(DifferencePath) : DifferencePolicy.SelectMany(_input.FromPipeline));
        return Task.CompletedTask;
    }

    protected override Task EndProcessingAsync()
    {
        Compare(_input.FromRestOfPipeline());
        _gate.Close(
            quiet: false, _input.WasGiven, "PodSecurityPolicy", ParameterSetName == PathSet ? DifferencePath : DifferencePolicy);
        return Task.CompletedTask;
    }

    private void Compare(IEnumerable<ManifestDocument> documents)
    {
        foreach (var policy in _input.Policies(documents))
        {
            WarnIfNeverUsed(policy);
            var comparison = PolicyComparer.Compare(_reference, policy);
            _gate.Count(comparison.Covers);
            WriteObject(comparison);
        }
    }

    private void WarnIfNeverUsed(PodSecurityPolicy policy)
    {
        if (PolicyComparer.WhyNone(policy) is { } reason)
        {
            WriteWarning(ModuleWarning.NeverAdmits(policy, reason));
        }
    }
}

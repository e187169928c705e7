using System.Management.Automation;
using PodSecurity.Coverage;
using PodSecurity.Errors;
using PodSecurity.Formatting;
using PodSecurity.Hosting;

namespace PodSecurity.Commands;

/// <summary>Proposes how to cover what Test-PspChange finds rejected, with the least privilege. Creates nothing.</summary>
[Cmdlet(VerbsCommon.Get, "PspCoverage")]
[OutputType(typeof(PspCoverage), typeof(string))]
public sealed class GetPspCoverageCommand : PodSecurityCommand
{
    private readonly CoveragePlanner _planner = new();

    /// <summary>Results of Test-PspChange; what is not rejected needs no cover.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, Position = 0)]
    public object InputObject { get; set; } = null!;

    /// <summary>Gives the whole plan, policies, roles and bindings, as YAML that kubectl applies.</summary>
    [Parameter]
    public SwitchParameter AsYaml { get; set; }

    protected override Task ProcessRecordAsync()
    {
        switch (InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject)
        {
            case PspChangeResult result: _planner.Add(result); break;
            // Stands at the end of the results on request.
            case PspChangeSummary: break;
            case var other: Report(ModuleError.NoChangeResult(other)); break;
        }
        return Task.CompletedTask;
    }

    protected override Task EndProcessingAsync()
    {
        if (AsYaml)
        {
            WriteYaml([.. _planner.Proposals()]);
        }
        else
        {
            WriteObject(_planner.Proposals(), enumerateCollection: true);
        }
        return Task.CompletedTask;
    }

    private void WriteYaml(IReadOnlyCollection<PspCoverage> plan)
    {
        foreach (var impossible in plan.Where(cover => cover.Kind == nameof(PspCoverageKind.Impossible)))
        {
            WriteWarning(
                $"Nothing covers {string.Join(", ", impossible.Workloads)} of namespace {impossible.Namespace}: {impossible.Problem}");
        }
        WriteObject(YamlStream.Of(CoveragePlan.Objects(plan)), enumerateCollection: true);
    }
}

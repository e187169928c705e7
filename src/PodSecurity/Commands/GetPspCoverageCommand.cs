using System.Management.Automation;
using PodSecurity.Coverage;
using PodSecurity.Errors;
using PodSecurity.Hosting;

namespace PodSecurity.Commands;

/// <summary>Proposes how to cover what Test-PspChange finds rejected, with the least privilege. Creates nothing.</summary>
[Cmdlet(VerbsCommon.Get, "PspCoverage")]
[OutputType(typeof(PspCoverage))]
public sealed class GetPspCoverageCommand : PodSecurityCommand
{
    private readonly CoveragePlanner _planner = new();

    /// <summary>Results of Test-PspChange; what is not rejected needs no cover.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, Position = 0)]
    public object InputObject { get; set; } = null!;

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
        WriteObject(_planner.Proposals(), enumerateCollection: true);
        return Task.CompletedTask;
    }
}

using System.Management.Automation;

namespace PodSecurity.Reports.Reading;

/// <summary>Turns any verdict of the module into a finding. A new kind of verdict is a line here and a method beside its like.</summary>
internal sealed class FindingReader(string folder)
{
    // By the properties that only this type has all of: objects that come back from JSON have no type.
    private static readonly (string[] Marks, Func<ResultFields, Finding> Read)[] Types =
    [
        (["Outcome", "CurrentPolicy", "ProposedPolicy", "Violations"], PolicyVerdicts.Change),
        (["Outcome", "Allowed", "Mutated", "Violations"], PolicyVerdicts.Admission),
        (["Workloads", "NewPolicy", "Risk", "Problem"], PolicyVerdicts.Coverage),
        (["Valid", "Errors", "Warnings", "Name"], PolicyVerdicts.Policy),
        (["Level", "NextLevel", "Version", "Violations"], StandardVerdicts.Level),
        (["Enforce", "AuditAnnotations", "Warnings", "Allowed"], StandardVerdicts.Answer),
        (["Enforce", "EffectiveEnforce", "Problems"], StandardVerdicts.Labels),
    ];

    /// <summary>The finding of a result; null when the object is no verdict.</summary>
    public Finding? Read(object? result)
    {
        var fields = new ResultFields(result);
        var read = Types.FirstOrDefault(type => fields.Has(type.Marks)).Read;
        return read is null ? null : Placed(Explained(read(fields)), fields);
    }

    /// <summary>Stands at the end of what Test-PspChange gives on request, and counts what was said before.</summary>
    public static bool IsSummary(object? result) => new ResultFields(result).Has("IsSafe", "Rejected", "AlreadyRejected");

    /// <summary>What is no verdict; a report with it is not good.</summary>
    public static Finding NoVerdict(object? input)
    {
        var type = input is null ? "$null" : (input is PSObject wrapped ? wrapped.BaseObject : input).GetType().ToString();
        return Explained(new(CheckNames.Input, "", null, type, FindingLevel.Error, "no verdict")
        {
            Violations = [new("input", FindingLevel.Error, $"An object of type {type} came through the pipeline, which is no verdict.")],
        });
    }

    private Finding Placed(Finding finding, ResultFields fields)
    {
        var (file, line) = SourcePlace.Of(fields.Object("Source"), folder);
        return finding with { File = file, Line = line, Cluster = fields.Text("Cluster") };
    }

    /// <summary>Each violation with what to do about it, if only in general.</summary>
    private static Finding Explained(Finding finding) => finding with
    {
        Violations = [.. finding.Violations.Select(one => one with { Fix = one.Fix ?? RuleCatalog.FixFor(one.Rule) })],
    };
}

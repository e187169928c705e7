using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>
/// The texts of the table of levels that policies mean or namespaces bear. Members in PodSecurity.Types.ps1xml call these.
/// </summary>
public static class ConversionView
{
    public static object Level(PSObject instance)
    {
        var text = $"{Result(instance).Level}:{Result(instance).Version}";
        return Result(instance).NextLevel is null ? Colour.Good(text) : Colour.Notable(text);
    }

    /// <summary>The policy or the namespace.</summary>
    public static object Subject(PSObject instance) => TableLayout.Cell(
        instance, Result(instance) is { Policy: { } policy } ? $"policy {policy}" : $"namespace {Result(instance).Namespace}");

    /// <summary>What is not the same, and what holds it back.</summary>
    public static object Detail(PSObject instance)
    {
        var result = Result(instance);
        string[] parts =
        [
            .. HeldBack(result),
            .. Count("forbids", result.Forbids),
            .. Count("leaves open", result.LeavesOpen),
            .. Count("no longer writes", result.Mutates),
        ];
        return TableLayout.Cell(instance, parts.Length == 0 ? "the same" : string.Join("; ", parts));
    }

    private static IEnumerable<string> HeldBack(PssConversion result)
    {
        var subjects = result.HeldBackBy.Select(obstacle => obstacle.Subject).Distinct().ToList();
        return subjects.Count == 0 ? []
            : [$"not {result.NextLevel}: "
                + $"{string.Join(", ", subjects.Take(2))}{(subjects.Count > 2 ? $" and {subjects.Count - 2} more" : "")}"];
    }

    private static IEnumerable<string> Count(string verb, IReadOnlyList<PssDifference> differences)
    {
        var fields = differences.Select(difference => difference.Field).Distinct().Count();
        return fields == 0 ? [] : [$"{verb} {fields} {(fields == 1 ? "field" : "fields")}"];
    }

    private static PssConversion Result(PSObject instance) => (PssConversion)instance.BaseObject;
}

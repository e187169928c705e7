using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>
/// The texts of the table of levels that policies mean or namespaces bear. Members in PodSecurity.Types.ps1xml call these.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConversionView
{
    public static object Level(PSObject instance)
    {
        var text = $"{instance.Text("Level")}:{instance.Text("Version")}";
        return instance.Text("NextLevel") is null ? Colour.Good(text) : Colour.Notable(text);
    }

    /// <summary>The policy or the namespace.</summary>
    public static object Subject(PSObject instance) => TableLayout.Cell(
        instance, instance.Text("Policy") is { } policy ? $"policy {policy}" : $"namespace {instance.Text("Namespace")}");

    /// <summary>What is not the same, and what holds it back.</summary>
    public static object Detail(PSObject instance)
    {
        string[] parts =
        [
            .. HeldBack(instance),
            .. Count("forbids", instance.Items("Forbids")),
            .. Count("leaves open", instance.Items("LeavesOpen")),
            .. Count("no longer writes", instance.Items("Mutates")),
        ];
        return TableLayout.Cell(instance, parts.Length == 0 ? "the same" : string.Join("; ", parts));
    }

    private static IEnumerable<string> HeldBack(PSObject result)
    {
        var subjects = result.Items("HeldBackBy").Select(obstacle => obstacle.Text("Subject")).Distinct().ToList();
        return subjects.Count == 0 ? []
            : [$"not {result.Text("NextLevel")}: "
                + $"{string.Join(", ", subjects.Take(2))}{(subjects.Count > 2 ? $" and {subjects.Count - 2} more" : "")}"];
    }

    private static IEnumerable<string> Count(string verb, IEnumerable<PSObject> differences)
    {
        var fields = differences.Select(difference => difference.Text("Field")).Distinct().Count();
        return fields == 0 ? [] : [$"{verb} {fields} {(fields == 1 ? "field" : "fields")}"];
    }
}

using System.Management.Automation;
using System.Text.Json;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>The texts of the tables of comparisons, merges and differences, and the pods of differences as objects.</summary>
public static class ComparisonView
{
    /// <summary>Whether all is covered, in its colour.</summary>
    public static object Covers(PSObject instance) => instance.BaseObject is PspComparison { Covers: true } or PspMerge { Covers: true }
        ? Colour.Good("True") : Colour.Bad("False");

    /// <summary>The two that are compared, as Compare-Object names the sides.</summary>
    public static object Policies(PSObject instance) => instance.BaseObject is PspComparison comparison
        ? TableLayout.Cell(instance, $"{comparison.ReferencePolicy} <=> {comparison.DifferencePolicy}")
        : "";

    /// <summary>A line for each difference.</summary>
    public static object Detail(PSObject instance) => instance.BaseObject switch
    {
        PspComparison { Differences.Count: 0 } comparison => TableLayout.Cell(instance, comparison.ToString()),
        PspComparison comparison => Lines(
            instance, comparison.Differences.Select(difference => $"{difference.SideIndicator} {difference}")),
        PspMerge merge => Lines(
            instance, [$"of {string.Join(", ", merge.MergedPolicies)}", .. merge.Differences.Select(
                difference => $"beyond: {difference}")]),
        _ => "",
    };

    public static object Field(PSObject instance) => TableLayout.Cell(instance, string.Join(", ", Difference(instance).Field));

    public static object Allowed(PSObject instance) => TableLayout.Cell(instance, string.Join(", ", Difference(instance).Allowed));

    public static object? Pod(PSObject instance) => JsonView.ToObject(JsonSerializer.SerializeToElement(Difference(instance).GetPod()));

    /// <summary>The pod as a manifest, line by line.</summary>
    public static object PodText(PSObject instance) => string.Join(
        '\n', ManifestWriter.ToYaml(Difference(instance).GetPod()).TrimEnd('\n').Split('\n').Select(PrintableText.Escape));

    private static string Lines(PSObject instance, IEnumerable<string> texts) =>
        string.Join('\n', texts.Select(text => TableLayout.Cell(instance, text)));

    private static PspDifference Difference(PSObject instance) => (PspDifference)instance.BaseObject;
}

using System.ComponentModel;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Inputs;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>The texts of the tables of comparisons, merges and differences, and the pods of differences as objects.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ComparisonView
{
    /// <summary>Whether all is covered, in its colour.</summary>
    public static object Covers(PSObject instance) => instance.Flag("Covers") ? Colour.Good("True") : Colour.Bad("False");

    /// <summary>The two that are compared, as Compare-Object names the sides.</summary>
    public static object Policies(PSObject instance) =>
        TableLayout.Cell(instance, $"{instance.Text("ReferencePolicy")} <=> {instance.Text("DifferencePolicy")}");

    /// <summary>A line for each difference.</summary>
    public static object Detail(PSObject instance)
    {
        var differences = instance.Items("Differences");
        return instance.Text("ReferencePolicy") is null
            ? Lines(
                instance,
                [$"of {string.Join(", ", instance.Items("MergedPolicies"))}", .. differences.Select(difference => $"beyond: {difference}")])
            : differences.Count == 0
                ? TableLayout.Cell(instance, $"{instance}")
                : Lines(instance, differences.Select(difference => $"{difference.Text("SideIndicator")} {difference}"));
    }

    public static object Field(PSObject instance) => TableLayout.Cell(instance, string.Join(", ", instance.Items("Field")));

    public static object Allowed(PSObject instance) => TableLayout.Cell(instance, string.Join(", ", instance.Items("Allowed")));

    public static object? Pod(PSObject instance) =>
        JsonView.ToObject(JsonSerializer.SerializeToElement(((PspDifference)instance.BaseObject).GetPod()));

    /// <summary>The pod as a manifest, line by line.</summary>
    public static object PodText(PSObject instance) => string.Join(
        '\n', ManifestWriter.ToYaml(PodOf(instance)).TrimEnd('\n').Split('\n').Select(PrintableText.Escape));

    private static string Lines(PSObject instance, IEnumerable<string> texts) =>
        string.Join('\n', texts.Select(text => TableLayout.Cell(instance, text)));

    private static JsonObject PodOf(PSObject instance) => instance.BaseObject is PspDifference difference
        ? difference.GetPod()
        : JsonNode.Parse(ParsedObject.ToJson(instance.Properties["Pod"].Value).Span)!.AsObject();
}

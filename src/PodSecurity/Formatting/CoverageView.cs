using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of proposals that cover workloads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CoverageView
{
    /// <summary>Who is to use the policy.</summary>
    public static object Subject(PSObject instance) =>
        TableLayout.Cell(instance, string.Join(", ", instance.Items("ServiceAccount").Concat(instance.Items("Group"))));

    /// <summary>The workloads and what the policy risks, or why there can be none.</summary>
    public static object Detail(PSObject instance) =>
        string.Join('\n', Details(instance).Where(text => text.Length > 0).Select(text => TableLayout.Cell(instance, text)));

    private static string[] Details(PSObject proposal) =>
    [
        string.Join(", ", proposal.Items("Workloads")),
        proposal.Items("Risk") is { Count: > 0 } risks ? $"risk: {string.Join(", ", risks.Select(risk => risk.Text("Code")))}" : "",
        proposal.Text("Problem") ?? "",
    ];
}

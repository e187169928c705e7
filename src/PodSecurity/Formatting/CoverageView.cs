using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of proposals that cover workloads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CoverageView
{
    /// <summary>Who is to use the policy.</summary>
    public static object Subject(PSObject instance) =>
        Cell(instance, string.Join(", ", Proposal(instance).ServiceAccount.Concat(Proposal(instance).Group)));

    /// <summary>The workloads and what the policy risks, or why there can be none.</summary>
    public static object Detail(PSObject instance) =>
        string.Join('\n', Details(Proposal(instance)).Where(text => text.Length > 0).Select(text => Cell(instance, text)));

    private static string[] Details(PspCoverage proposal) =>
    [
        string.Join(", ", proposal.Workloads),
        proposal.Risk.Count > 0 ? $"risk: {string.Join(", ", proposal.Risk.Select(risk => risk.Code))}" : "",
        proposal.Problem ?? "",
    ];

    private static string Cell(PSObject instance, string text) => TableLayout.Cell(instance, text);

    private static PspCoverage Proposal(PSObject instance) => (PspCoverage)instance.BaseObject;
}

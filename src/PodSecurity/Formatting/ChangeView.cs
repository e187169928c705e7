using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of what a change does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ChangeView
{
    public static object Outcome(PSObject instance) => instance.Text("Outcome") switch
    {
        nameof(PspChangeOutcome.Unchanged) => Colour.Good(nameof(PspChangeOutcome.Unchanged)),
        nameof(PspChangeOutcome.Rejected) => Colour.Bad(nameof(PspChangeOutcome.Rejected)),
        var other => Colour.Notable($"{other}"),
    };

    /// <summary>For example <c>shop/Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) => TableLayout.Cell(instance, instance.Workload());

    /// <summary>
    /// The policy that admits it and what it sets, or why it is refused; where the policy changes, the one that admits it now too.
    /// </summary>
    public static object Detail(PSObject instance) => TableLayout.Cell(instance, $"{Policy(instance)}{Consequence(instance)}");

    private static string Policy(PSObject result) => (result.Text("CurrentPolicy"), result.Text("ProposedPolicy")) switch
    {
        var (now, then) when now == then => then ?? "",
        var (now, then) => $"{now ?? "none"} -> {then ?? "none"}",
    };

    private static string Consequence(PSObject result) => Verdict.After(
        Policy(result),
        result.Text("ProposedPolicy") is null ? Verdict.Refusal(result.Items("Violations")) : Verdict.Changes(result.Items("Changes")));
}

using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of what a change does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ChangeView
{
    public static object Outcome(PSObject instance) => Result(instance).Outcome switch
    {
        nameof(PspChangeOutcome.Unchanged) => Colour.Good(nameof(PspChangeOutcome.Unchanged)),
        nameof(PspChangeOutcome.Rejected) => Colour.Bad(nameof(PspChangeOutcome.Rejected)),
        var other => Colour.Notable(other),
    };

    /// <summary>For example <c>shop/Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) =>
        TableLayout.Cell(instance, $"{Result(instance).Namespace}/{Result(instance).Kind}/{Result(instance).Name}");

    /// <summary>
    /// The policy that admits it and what it sets, or why it is refused; where the policy changes, the one that admits it now too.
    /// </summary>
    public static object Detail(PSObject instance) =>
        TableLayout.Cell(instance, $"{Policy(Result(instance))}{Consequence(Result(instance))}");

    private static string Policy(PspChangeResult result) => result switch
    {
        { CurrentPolicy: var now, ProposedPolicy: var then } when now == then => then ?? "",
        { CurrentPolicy: var now, ProposedPolicy: var then } => $"{now ?? "none"} -> {then ?? "none"}",
    };

    private static string Consequence(PspChangeResult result) =>
        Verdict.After(Policy(result), result.ProposedPolicy is null ? Verdict.Refusal(result.Violations) : Verdict.Changes(result.Changes));

    private static PspChangeResult Result(PSObject instance) => (PspChangeResult)instance.BaseObject;
}

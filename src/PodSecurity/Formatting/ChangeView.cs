using System.Management.Automation;
using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of what a change does.</summary>
public static class ChangeView
{
    // The widths in PodSecurity.Format.ps1xml, and a gap after each.
    private const int BeforeDetail = 16 + 12 + 25 + 19;

    public static object Outcome(PSObject instance) => Result(instance).Outcome switch
    {
        nameof(PspChangeOutcome.Unchanged) => Colour.Good(nameof(PspChangeOutcome.Unchanged)),
        nameof(PspChangeOutcome.Rejected) => Colour.Bad(nameof(PspChangeOutcome.Rejected)),
        var other => Colour.Notable(other),
    };

    /// <summary>For example <c>Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) => PrintableText.Escape($"{Result(instance).Kind}/{Result(instance).Name}");

    /// <summary>The policy that admits it; where that changes, the one that admits it now and the one that would.</summary>
    public static object Policy(PSObject instance) => Result(instance) switch
    {
        { CurrentPolicy: var now, ProposedPolicy: var then } when now == then => PrintableText.Escape(now),
        { CurrentPolicy: var now, ProposedPolicy: var then } =>
            $"{PrintableText.Escape(now ?? "none")}\n-> {PrintableText.Escape(then ?? "none")}",
    };

    /// <summary>What the proposed policy sets, or why it is refused, in a line.</summary>
    public static object Detail(PSObject instance) => Terminal.LastColumn(
        Result(instance) is { ProposedPolicy: null } refused ? Verdict.Refusal(refused.Violations) : Verdict.Changes(
            Result(instance).Changes), BeforeDetail);

    private static PspChangeResult Result(PSObject instance) => (PspChangeResult)instance.BaseObject;
}

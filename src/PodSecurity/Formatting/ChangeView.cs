using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of what a change does.</summary>
public static class ChangeView
{
    public static object Outcome(PSObject instance) => Result(instance).Outcome switch
    {
        PspChangeOutcome.Unchanged => Colour.Good(nameof(PspChangeOutcome.Unchanged)),
        PspChangeOutcome.Rejected => Colour.Bad(nameof(PspChangeOutcome.Rejected)),
        var other => Colour.Notable(other.ToString()),
    };

    /// <summary>For example <c>Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) => $"{Result(instance).Kind}/{Result(instance).Name}";

    /// <summary>What the proposed policy sets, or why it is refused, in a line.</summary>
    public static object Detail(PSObject instance) =>
        Result(instance) is { ProposedPolicy: null } refused ? Verdict.Refusal(refused.Violations) : Verdict.Changes(Result(instance).Changes);

    private static PspChangeResult Result(PSObject instance) => (PspChangeResult)instance.BaseObject;
}

using System.Management.Automation;
using System.Text.Json;
using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>The texts of the verdict table, and the pod as an object. Members in PodSecurity.Types.ps1xml call these.</summary>
public static class VerdictView
{
    // The widths in PodSecurity.Format.ps1xml, and a gap after each.
    private const int BeforeDetail = 8 + 12 + 25 + 16;

    /// <summary>The outcome in its colour.</summary>
    public static object Outcome(PSObject instance) => Result(instance) switch
    {
        { Allowed: true, Mutated: false } => Colour.Good(nameof(AdmissionOutcome.Allowed)),
        { Allowed: true } => Colour.Notable(nameof(AdmissionOutcome.Allowed)),
        var refused => Colour.Bad(refused.Outcome),
    };

    /// <summary>For example <c>Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) => PrintableText.Escape($"{Result(instance).Kind}/{Result(instance).Name}");

    /// <summary>What the policy sets, or why the pod is refused, in a line.</summary>
    public static object Detail(PSObject instance) => Terminal.LastColumn(
        Result(instance) is { Allowed: true } admitted ? Verdict.Changes(admitted.Changes) : Verdict.Refusal(
            Result(instance).Violations), BeforeDetail);

    public static object? AdmittedPod(PSObject instance) =>
        Result(instance).GetAdmittedPod() is { } pod ? JsonView.ToObject(JsonSerializer.SerializeToElement(pod)) : null;

    private static PspTestResult Result(PSObject instance) => (PspTestResult)instance.BaseObject;
}

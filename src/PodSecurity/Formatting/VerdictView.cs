using System.ComponentModel;
using System.Management.Automation;
using System.Text.Json;

namespace PodSecurity.Formatting;

/// <summary>The texts of the verdict table, and the pod as an object. Members in PodSecurity.Types.ps1xml call these.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VerdictView
{
    /// <summary>The outcome in its colour.</summary>
    public static object Outcome(PSObject instance) => Result(instance) switch
    {
        { Allowed: true, Mutated: false } => Colour.Good(nameof(AdmissionOutcome.Allowed)),
        { Allowed: true } => Colour.Notable(nameof(AdmissionOutcome.Allowed)),
        var refused => Colour.Bad(refused.Outcome),
    };

    /// <summary>For example <c>shop/Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) =>
        TableLayout.Cell(instance, $"{Result(instance).Namespace}/{Result(instance).Kind}/{Result(instance).Name}");

    /// <summary>The policy that admits the pod and what it sets, or why the pod is refused.</summary>
    public static object Detail(PSObject instance) => TableLayout.Cell(instance, Result(instance) switch
    {
        { Allowed: true, Policy: var policy } admitted => $"{policy}{Verdict.After(policy ?? "", Verdict.Changes(admitted.Changes))}",
        var refused => Verdict.Refusal(refused.Violations),
    });

    public static object? AdmittedPod(PSObject instance) =>
        Result(instance).GetAdmittedPod() is { } pod ? JsonView.ToObject(JsonSerializer.SerializeToElement(pod)) : null;

    private static PspTestResult Result(PSObject instance) => (PspTestResult)instance.BaseObject;
}

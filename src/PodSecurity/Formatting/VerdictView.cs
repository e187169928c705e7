using System.Management.Automation;
using System.Text.Json;

namespace PodSecurity.Formatting;

/// <summary>The texts of the verdict table, and the pod as an object. Members in PodSecurity.Types.ps1xml call these.</summary>
public static class VerdictView
{
    /// <summary>The outcome in its colour; hosts take the colour away where there is no terminal.</summary>
    public static object Outcome(PSObject instance) => Result(instance) switch
    {
        { Outcome: AdmissionOutcome.Allowed, Mutated: false } => Colour.Good(nameof(AdmissionOutcome.Allowed)),
        { Outcome: AdmissionOutcome.Allowed } => Colour.Notable(nameof(AdmissionOutcome.Allowed)),
        var refused => Colour.Bad(refused.Outcome.ToString()),
    };

    /// <summary>For example <c>Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) => $"{Result(instance).Kind}/{Result(instance).Name}";

    /// <summary>What the policy sets, or why the pod is refused, in a line.</summary>
    public static object Detail(PSObject instance) =>
        Result(instance) is { Allowed: true } admitted ? Verdict.Changes(admitted.Changes) : Verdict.Refusal(Result(instance).Violations);

    public static object? AdmittedPod(PSObject instance) =>
        Result(instance).GetAdmittedPod() is { } pod ? JsonView.ToObject(JsonSerializer.SerializeToElement(pod)) : null;

    private static PspTestResult Result(PSObject instance) => (PspTestResult)instance.BaseObject;
}

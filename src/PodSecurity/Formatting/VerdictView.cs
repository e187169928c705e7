using System.ComponentModel;
using System.Management.Automation;
using System.Text.Json;

namespace PodSecurity.Formatting;

/// <summary>The texts of the verdict table, and the pod as an object. Members in PodSecurity.Types.ps1xml call these.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VerdictView
{
    /// <summary>The outcome in its colour.</summary>
    public static object Outcome(PSObject instance) => instance.Text("Outcome") switch
    {
        nameof(AdmissionOutcome.Allowed) when !instance.Flag("Mutated") => Colour.Good(nameof(AdmissionOutcome.Allowed)),
        nameof(AdmissionOutcome.Allowed) => Colour.Notable(nameof(AdmissionOutcome.Allowed)),
        var refused => Colour.Bad($"{refused}"),
    };

    /// <summary>For example <c>shop/Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) => TableLayout.Cell(instance, instance.Workload());

    /// <summary>The policy that admits the pod and what it sets, or why the pod is refused.</summary>
    public static object Detail(PSObject instance) => TableLayout.Cell(
        instance, instance.Flag("Allowed")
            ? $"{instance.Text("Policy")}{Verdict.After($"{instance.Text("Policy")}", Verdict.Changes(instance.Items("Changes")))}"
            : Verdict.Refusal(instance.Items("Violations")));

    public static object? AdmittedPod(PSObject instance) =>
        ((PspTestResult)instance.BaseObject).GetAdmittedPod() is { } pod ? JsonView.ToObject(JsonSerializer.SerializeToElement(pod)) : null;
}

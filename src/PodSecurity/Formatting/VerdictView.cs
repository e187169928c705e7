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
    public static object Detail(PSObject instance) => Result(instance) switch
    {
        { Mutated: true, Allowed: true } result => $"sets {string.Join(", ", result.Changes.Select(change => FieldOf(change.Path)).Distinct())}",
        { Allowed: true } => "",
        { Violations: [var only] } => Short(only),
        { Violations: [var first, ..] many } => $"{Short(first)} (+{many.Count - 1} more)",
        _ => "no policy may be used",
    };

    public static object? AdmittedPod(PSObject instance) =>
        Result(instance).GetAdmittedPod() is { } pod ? JsonView.ToObject(JsonSerializer.SerializeToElement(pod)) : null;

    private static PspTestResult Result(PSObject instance) => (PspTestResult)instance.BaseObject;

    private static string Short(PspViolation violation) => violation.Detail.Length > 0 ? violation.Detail : violation.Message;

    /// <summary>What people call the field: <c>runAsUser</c>, <c>capabilities</c>, <c>seccomp profile</c>.</summary>
    private static string FieldOf(string pointer) => pointer switch
    {
        _ when pointer.Contains("/annotations/seccomp", StringComparison.Ordinal) => "seccomp profile",
        _ when pointer.Contains("/annotations/container.apparmor", StringComparison.Ordinal) => "AppArmor profile",
        _ when pointer.Contains("/capabilities/", StringComparison.Ordinal) => "capabilities",
        _ => pointer[(pointer.LastIndexOf('/') + 1)..],
    };
}

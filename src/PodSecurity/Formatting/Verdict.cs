using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>Verdicts in a line.</summary>
internal static class Verdict
{
    /// <summary>What a policy sets: <c>sets runAsUser, capabilities</c>; empty when it changes nothing.</summary>
    public static string Changes(IReadOnlyList<PSObject> changes) =>
        changes.Count == 0 ? "" : $"sets {string.Join(", ", changes.Select(change => FieldOf($"{change.Text("Path")}")).Distinct())}";

    /// <summary>What follows the name of a policy: <c>: sets runAsUser</c>; the text alone where there is no policy.</summary>
    public static string After(string policy, string text) => policy.Length > 0 && text.Length > 0 ? $": {text}" : text;

    /// <summary>The first reason, and how many more there are.</summary>
    public static string Refusal(IReadOnlyList<PSObject> violations) => violations switch
    {
        [] => "no policy may be used",
        [var only] => Short(only),
        [var first, ..] => $"{Short(first)} (+{violations.Count - 1} more)",
    };

    private static string Short(PSObject violation) =>
        violation.Text("Detail") is { Length: > 0 } detail ? detail : $"{violation.Text("Message")}";

    /// <summary>What people call the field: <c>runAsUser</c>, <c>capabilities</c>, <c>seccomp profile</c>.</summary>
    private static string FieldOf(string pointer) => pointer switch
    {
        _ when pointer.Contains("/annotations/seccomp", StringComparison.Ordinal) => "seccomp profile",
        _ when pointer.Contains("/annotations/container.apparmor", StringComparison.Ordinal) => "AppArmor profile",
        _ when pointer.Contains("/capabilities/", StringComparison.Ordinal) => "capabilities",
        _ => pointer[(pointer.LastIndexOf('/') + 1)..],
    };
}

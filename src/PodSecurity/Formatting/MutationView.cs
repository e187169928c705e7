using System.Management.Automation;
using PodSecurity.Api;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of what policies write into pods. Members in PodSecurity.Types.ps1xml call these.</summary>
public static class MutationView
{
    /// <summary>For example <c>shop/Deployment/web</c>.</summary>
    public static object Subject(PSObject instance) => TableLayout.Cell(
        instance, Result(instance) is { Namespace: { } home } result ? $"{home}/{result.Kind}/{result.Name}"
            : ObjectPath.Of(Result(instance).Kind, null, Result(instance).Name));

    /// <summary>Each change, and why there is no patch for all of them.</summary>
    public static object Detail(PSObject instance)
    {
        var result = Result(instance);
        var changes = result.Kind == "PodSecurityPolicy"
            ? result.Changes.Select(change => $"{change.NewValue}")
            : result.Changes.Select(change => $"{change}");
        string[] parts =
        [
            .. changes,
            .. result.Pods.Count == 0 ? (string[])[] : [$"{result.Pods.Count} running {(result.Pods.Count == 1 ? "pod" : "pods")} changed"],
            .. result.Problem is null ? (string[])[] : [result.Problem],
        ];
        return TableLayout.Cell(instance, string.Join("; ", parts));
    }

    private static PspMutation Result(PSObject instance) => (PspMutation)instance.BaseObject;
}

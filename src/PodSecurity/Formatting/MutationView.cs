using System.ComponentModel;
using System.Management.Automation;
using PodSecurity.Api;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of what policies write into pods. Members in PodSecurity.Types.ps1xml call these.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MutationView
{
    /// <summary>For example <c>shop/Deployment/web</c>.</summary>
    public static object Subject(PSObject instance) => TableLayout.Cell(
        instance, instance.Text("Namespace") is null
            ? ObjectPath.Of(instance.Text("Kind")!, null, instance.Text("Name")!)
            : instance.Workload());

    /// <summary>Each change, and why there is no patch for all of them.</summary>
    public static object Detail(PSObject instance)
    {
        var isPolicy = instance.Text("Kind") == "PodSecurityPolicy";
        var pods = instance.Items("Pods").Count;
        string[] parts =
        [
            .. instance.Items("Changes").Select(change => isPolicy ? change.Text("NewValue") : $"{change}").OfType<string>(),
            .. pods == 0 ? (string[])[] : [$"{pods} running {(pods == 1 ? "pod" : "pods")} changed"],
            .. instance.Text("Problem") is { } problem ? (string[])[problem] : [],
        ];
        return TableLayout.Cell(instance, string.Join("; ", parts));
    }
}

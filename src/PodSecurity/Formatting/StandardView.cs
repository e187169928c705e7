using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the tables about Pod Security Standards. Members in PodSecurity.Types.ps1xml call these.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StandardView
{
    /// <summary>The level in its version: <c>baseline:latest</c>; of what is not allowed, in the colour of refusals.</summary>
    public static object Level(PSObject instance)
    {
        var text = $"{instance.Text("Level")}:{instance.Text("Version")}";
        return !instance.Flag("Allowed") ? Colour.Bad(text) : instance.Text("NextLevel") is null ? Colour.Good(text) : Colour.Notable(text);
    }

    public static object Allowed(PSObject instance) => Word(instance.Flag("Allowed"), instance.Items("Warnings").Count > 0);

    /// <summary>For example <c>shop/Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) => TableLayout.Cell(instance, instance.Workload());

    /// <summary>What stands in the way, in a line.</summary>
    public static object Detail(PSObject instance) => TableLayout.Cell(
        instance, instance.Properties["Violations"] is null
            ? instance.Text("Message") ?? string.Join("; ", instance.Items("Warnings"))
            : Reasons(instance));

    private static string Reasons(PSObject instance)
    {
        var reasons = string.Join(", ", instance.Items("Violations").Select(violation => violation.Text("Reason")));
        return instance.Text("NextLevel") is { } next ? $"not {next}: {reasons}" : reasons;
    }

    private static string Word(bool allowed, bool isNotable) =>
        !allowed ? Colour.Bad("False") : isNotable ? Colour.Notable("True") : Colour.Good("True");
}

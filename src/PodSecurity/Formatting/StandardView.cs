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
        var result = (PssTestResult)instance.BaseObject;
        var text = $"{result.Level}:{result.Version}";
        return !result.Allowed ? Colour.Bad(text) : result.NextLevel is null ? Colour.Good(text) : Colour.Notable(text);
    }

    public static object Allowed(PSObject instance) => instance.BaseObject switch
    {
        PssTestResult result => Word(result.Allowed, isNotable: false),
        PssRequestResult result => Word(result.Allowed, result.Warnings.Count > 0),
        _ => "",
    };

    /// <summary>For example <c>shop/Deployment/web</c>.</summary>
    public static object Workload(PSObject instance) => TableLayout.Cell(instance, instance.BaseObject switch
    {
        PssTestResult result => $"{result.Namespace}/{result.Kind}/{result.Name}",
        PssRequestResult result => $"{result.Namespace}/{result.Kind}/{result.Name}",
        _ => "",
    });

    /// <summary>What stands in the way, in a line.</summary>
    public static object Detail(PSObject instance) => TableLayout.Cell(
        instance,
        instance.BaseObject switch
        {
            PssTestResult result => Reasons(result),
            PssRequestResult result => result.Message ?? string.Join("; ", result.Warnings),
            _ => "",
        });

    private static string Reasons(PssTestResult result)
    {
        var reasons = string.Join(", ", result.Violations.Select(violation => violation.Reason));
        return result.NextLevel is null ? reasons : $"not {result.NextLevel}: {reasons}";
    }

    private static string Word(bool allowed, bool isNotable) =>
        !allowed ? Colour.Bad("False") : isNotable ? Colour.Notable("True") : Colour.Good("True");
}

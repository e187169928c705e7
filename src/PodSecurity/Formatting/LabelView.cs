using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of Pod Security labels. Members in PodSecurity.Types.ps1xml call these.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LabelView
{
    public static object Enforce(PSObject instance) => Level(instance, $"{instance.Text("EffectiveEnforce")}");

    public static object Audit(PSObject instance) => Level(instance, $"{instance.Text("EffectiveAudit")}");

    public static object Warn(PSObject instance) => Level(instance, $"{instance.Text("EffectiveWarn")}");

    /// <summary>The first problem, and how many more there are.</summary>
    public static object Problem(PSObject instance)
    {
        var problems = instance.Items("Problems");
        var text = problems switch
        {
            [] => "",
            [var only] => $"{only}",
            [var first, ..] => $"{first} (+{problems.Count - 1} more)",
        };
        return TableLayout.Cell(instance, text);
    }

    // The version only where it is not the one that counts without a label.
    private static string Level(PSObject instance, string level) =>
        TableLayout.FirstCell(instance, level.EndsWith(":latest", StringComparison.Ordinal) ? level[..^":latest".Length] : level);
}

using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of a migration plan. Members in PodSecurity.Types.ps1xml call these.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MigrationView
{
    /// <summary>What the step does, and what it would break.</summary>
    public static object Change(PSObject instance)
    {
        var (change, breaks) = (instance.Text("Change"), instance.Items("Breaks"));
        var text = breaks.Count == 0 ? change! : $"{change}. Breaks {breaks.Count}: {breaks[0]}";
        return TableLayout.Cell(instance, text);
    }
}

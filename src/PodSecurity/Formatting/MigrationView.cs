using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of a migration plan. Members in PodSecurity.Types.ps1xml call these.</summary>
public static class MigrationView
{
    /// <summary>What the step does, and what it would break.</summary>
    public static object Change(PSObject instance)
    {
        var step = (PspMigrationStep)instance.BaseObject;
        var text = step.Breaks.Count == 0 ? step.Change : $"{step.Change}. Breaks {step.Breaks.Count}: {step.Breaks[0]}";
        return TableLayout.Cell(instance, text);
    }
}

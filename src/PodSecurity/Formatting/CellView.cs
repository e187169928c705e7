using System.ComponentModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace PodSecurity.Formatting;

/// <summary>
/// Properties as the tables show them: nothing in them that a terminal obeys, words whole. Hidden members in PodSecurity.Types.ps1xml call
/// these; each shows the property of its name.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellView
{
    public static object Binding(PSObject instance) => Cell(instance);

    public static object Detail(PSObject instance) => Cell(instance);

    public static object Field(PSObject instance) => Cell(instance);

    /// <summary>The field as the first column.</summary>
    public static object FirstField(PSObject instance) => TableLayout.FirstCell(instance, instance.Properties["Field"].Value?.ToString());

    public static object Fix(PSObject instance) => Cell(instance);

    /// <summary>The policy as the first column.</summary>
    public static object FirstPolicy(PSObject instance) => TableLayout.FirstCell(instance, instance.Properties["Policy"].Value?.ToString());

    public static object Identity(PSObject instance) => Cell(instance);

    public static object Message(PSObject instance) => Cell(instance);

    public static object Name(PSObject instance) => Cell(instance);

    public static object Namespace(PSObject instance) => Cell(instance);

    public static object NewValue(PSObject instance) => Cell(instance);

    public static object OldValue(PSObject instance) => Cell(instance);

    /// <summary>The path as the first column.</summary>
    public static object Path(PSObject instance) => TableLayout.FirstCell(instance, instance.Properties["Path"].Value?.ToString());

    public static object PodFix(PSObject instance) => Cell(instance);

    public static object Policy(PSObject instance) => Cell(instance);

    public static object PolicyFix(PSObject instance) => Cell(instance);

    public static object Reason(PSObject instance) => Cell(instance);

    /// <summary>One a line.</summary>
    public static object Reasons(PSObject instance) =>
        string.Join(
            '\n', instance.Items("Reasons").Select(reason => TableLayout.Cell(instance, $"{reason}")));

    public static object Setting(PSObject instance) => Cell(instance);

    /// <summary>The path as one of the columns that share.</summary>
    public static object SharedPath(PSObject instance) => TableLayout.Cell(instance, instance.Properties["Path"].Value?.ToString());

    public static object Subject(PSObject instance) => Cell(instance);

    public static object Target(PSObject instance) => Cell(instance);

    private static string Cell(PSObject instance, [CallerMemberName] string name = "") =>
        TableLayout.Cell(instance, LanguagePrimitives.ConvertTo<string>(instance.Properties[name].Value));
}

using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of validated policies.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValidationView
{
    public static object Valid(PSObject instance) => Result(instance) switch
    {
        { Valid: false } => Colour.Bad("False"),
        { Warnings.Count: > 0 } => Colour.Notable("True"),
        _ => Colour.Good("True"),
    };

    /// <summary>The first error or warning, and how many more there are.</summary>
    public static object Detail(PSObject instance)
    {
        var result = Result(instance);
        var remarks = result.Errors.Select(error => error.Message).Concat(
            result.Warnings.Select(warning => $"warning: {warning}")).ToList();
        return TableLayout.Cell(
            instance,
            remarks switch
            {
                [] => "",
                [var only] => only,
                [var first, ..] => $"{first} (+{remarks.Count - 1} more)",
            });
    }

    private static PspValidationResult Result(PSObject instance) => (PspValidationResult)instance.BaseObject;
}

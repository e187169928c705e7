using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of validated policies.</summary>
public static class ValidationView
{
    // The widths in PodSecurity.Format.ps1xml, and a gap after each.
    private const int BeforeDetail = 6 + 31;

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
        return Terminal.LastColumn(
            remarks switch
            {
                [] => "",
                [var only] => only,
                [var first, ..] => $"{first} (+{remarks.Count - 1} more)",
            },
            BeforeDetail);
    }

    private static PspValidationResult Result(PSObject instance) => (PspValidationResult)instance.BaseObject;
}

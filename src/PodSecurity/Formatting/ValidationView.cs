using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of validated policies.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValidationView
{
    public static object Valid(PSObject instance) => !instance.Flag("Valid") ? Colour.Bad("False")
        : instance.Items("Warnings").Count > 0 ? Colour.Notable("True") : Colour.Good("True");

    /// <summary>The first error or warning, and how many more there are.</summary>
    public static object Detail(PSObject instance)
    {
        var remarks = instance.Items("Errors").Select(error => $"{error.Text("Message")}")
            .Concat(instance.Items("Warnings").Select(warning => $"warning: {warning}")).ToList();
        return TableLayout.Cell(
            instance,
            remarks switch
            {
                [] => "",
                [var only] => only,
                [var first, ..] => $"{first} (+{remarks.Count - 1} more)",
            });
    }
}

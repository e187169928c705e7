using System.ComponentModel;
using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of policies that were carried over.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AdmissionPolicyView
{
    public static object Policies(PSObject instance) => Cell(instance, instance.Items("Policies"));

    /// <summary>The objects as <c>Kind/name</c>.</summary>
    public static object Documents(PSObject instance) => Cell(instance, instance.Items("Documents").Select(document => document.InWords()));

    private static string Cell(PSObject instance, IEnumerable<object> items) => TableLayout.Cell(instance, string.Join(", ", items));
}

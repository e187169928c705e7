using System.Management.Automation;

namespace PodSecurity.Formatting;

/// <summary>The texts of the table of Pod Security labels. Members in PodSecurity.Types.ps1xml call these.</summary>
public static class LabelView
{
    // The widths in PodSecurity.Format.ps1xml, and a gap after each.
    private const int BeforeProblems = 24 + 18 + 18 + 18;

    /// <summary>The first problem, and how many more there are.</summary>
    public static object Problem(PSObject instance)
    {
        var problems = ((PodSecurityLabel)instance.BaseObject).Problems;
        var text = problems switch
        {
            [] => "",
            [var only] => only,
            [var first, ..] => $"{first} (+{problems.Count - 1} more)",
        };
        return Terminal.LastColumn(text, BeforeProblems);
    }
}

using System.Management.Automation;
using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>
/// How the columns of a table lie. Words of a closed set have columns of a fixed width, which come first; the columns after them hold names
/// and texts, and PowerShell gives each the same share of the room that is left. So nothing is cut at 80 characters, a wide screen is
/// used, and rows show as they come: columns that follow their content would wait for the last row, and long names would push out others.
/// </summary>
/// <param name="Fixed">The widths of the fixed columns, as in PodSecurity.Format.ps1xml.</param>
/// <param name="Shares">How many columns share the rest.</param>
internal sealed record TableLayout(int[] Fixed, int Shares)
{
    /// <summary>The layouts of the tables, by the type that they show.</summary>
    public static IReadOnlyDictionary<Type, TableLayout> All { get; } = new Dictionary<Type, TableLayout>
    {
        [typeof(PspTestResult)] = new([7], 2),
        [typeof(PspChangeResult)] = new([15], 2),
        [typeof(PspChangeSummary)] = new([5, 9, 13, 12, 8, 15], 1),
        [typeof(PspCoverage)] = new([10], 3),
        [typeof(PspComparison)] = new([6], 2),
        [typeof(PspMerge)] = new([6], 2),
        [typeof(PspDifference)] = new([4], 2),
        [typeof(PspValidationResult)] = new([5], 2),
        [typeof(PodChange)] = new([46], 2),
        [typeof(PspViolation)] = new([18], 2),
        [typeof(PspExplanation)] = new([18], 2),
        [typeof(FieldError)] = new([22], 2),
        [typeof(PspWarning)] = new([26], 2),
        [typeof(PolicyGrant)] = new([14], 3),
        [typeof(PspUseTestResult)] = new([7], 4),
        [typeof(EksDefaultStatus)] = new([8], 1),
        [typeof(ObjectChange)] = new([7], 1),
        [typeof(PssTestResult)] = new([7, 17], 2),
        [typeof(PssRequestResult)] = new([7, 17], 2),
        [typeof(PodSecurityLabel)] = new([11, 11, 11], 2),
        [typeof(PssViolation)] = new([26], 2),
        [typeof(PssExplanation)] = new([26], 1),
        [typeof(PssConversion)] = new([17], 2),
        [typeof(PssDifference)] = new([31], 2),
        [typeof(PssObstacle)] = new([], 3),
        [typeof(PspMutation)] = new([], 3),
        [typeof(PspMutationChange)] = new([7], 3),
        [typeof(PspMigrationStep)] = new([5, 16], 2),
        [typeof(AdmissionPolicyConversion)] = new([10, 6], 3),
    };

    private static IReadOnlyDictionary<string, TableLayout> ByName { get; } = All.ToDictionary(
        pair => pair.Key.FullName!, pair => pair.Value);

    /// <summary>The text for a column that shares: visible, its words whole.</summary>
    public static string Cell(PSObject instance, string? text) => Text(text, Of(instance).ShareOf(Terminal.Width));

    /// <summary>The text for a first column of a fixed width.</summary>
    public static string FirstCell(PSObject instance, string? text) => Text(text, Of(instance).Fixed[0]);

    /// <summary>
    /// The width of each column that shares. The last character of a line stays free: some consoles wrap when it is written.
    /// </summary>
    internal int ShareOf(int width) => (width - 1 - Fixed.Sum() - (Fixed.Length + Shares - 1)) / Shares;

    /// <remarks>What a file or a job made of an object of ours is laid out like it.</remarks>
    private static TableLayout Of(PSObject instance) =>
        ByName[instance.TypeNames[0].Replace("Deserialized.", "", StringComparison.Ordinal)];

    private static string Text(string? text, int width) => LineBreaker.Wrap(PrintableText.Escape(text), width);
}

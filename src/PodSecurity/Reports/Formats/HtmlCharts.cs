using System.Globalization;
using System.Net;

namespace PodSecurity.Reports.Formats;

/// <summary>
/// The numbers of a page and their charts. What a colour says, a word and a number say too; each bar is a button that filters by it.
/// </summary>
internal static class HtmlCharts
{
    private const int MostBars = 12;

    private static readonly IComparer<(int Errors, int Warnings, int Total)> Worst = Comparer<(int, int, int)>.Default;

    private static readonly (FindingLevel Level, string Sign, string Word)[] Levels =
    [
        (FindingLevel.Error, "✖", "Errors"),
        (FindingLevel.Warning, "▲", "Warnings"),
        (FindingLevel.Note, "●", "Notes"),
        (FindingLevel.Pass, "✔", "Passed"),
    ];

    public static void WriteLevels(TextWriter html, ReportSummary summary)
    {
        html.Write("<ul class=\"levels\">");
        foreach (var (level, sign, word) in Levels)
        {
            html.Write($"<li><button type=\"button\" class=\"level {Class(level)}\" data-filter=\"level\" data-value=\"{level}\"");
            html.Write($" aria-pressed=\"false\"><span aria-hidden=\"true\">{sign}</span> <b>{Number(summary.Verdicts[level])}</b> {word}");
            html.Write("</button></li>");
        }
        html.Write("</ul>\n");
        WriteStack(html, summary.Verdicts, $"Verdicts: {summary.Verdicts}", "stack");
    }

    public static void WriteBars(TextWriter html, ReportSummary summary)
    {
        WriteChart(html, "Violations by rule", "rule", summary.Rules, id => RuleCatalog.Find(id).Title + " (" + id + ")");
        WriteChart(html, "Verdicts by namespace", "namespace", summary.Namespaces, name => name.Length == 0 ? "(no namespace)" : name);
    }

    private static void WriteChart(
        TextWriter html, string title, string filter, IReadOnlyDictionary<string, LevelCounts> counts, Func<string, string> label)
    {
        if (counts.Count == 0)
        {
            return;
        }
        var bars = counts.OrderByDescending(bar => (bar.Value.Errors, bar.Value.Warnings, bar.Value.Total), Worst).Take(MostBars).ToList();
        var most = bars.Max(bar => bar.Value.Total);
        html.Write($"<section class=\"chart\"><h2>{title}</h2><ul>");
        foreach (var (key, own) in bars)
        {
            html.Write($"<li><button type=\"button\" data-filter=\"{filter}\" data-value=\"{Encoded(key)}\" aria-pressed=\"false\">");
            html.Write($"<span class=\"name\">{Encoded(label(key))}</span>");
            WriteStack(html, own, null, "bar", most);
            html.Write($"<span class=\"numbers\">{Words(own)}</span></button></li>");
        }
        html.Write("</ul>");
        html.Write(counts.Count > MostBars ? $"<p>… and {counts.Count - MostBars} more, in the filter below.</p>" : "");
        html.Write("</section>\n");
    }

    /// <summary>A bar of four parts. Without a text of its own it is decoration: the words beside it say the same.</summary>
    private static void WriteStack(TextWriter html, LevelCounts counts, string? text, string kind, int most = 0)
    {
        var whole = Math.Max(most == 0 ? counts.Total : most, 1);
        html.Write($"<svg class=\"{kind}\" viewBox=\"0 0 1000 16\" preserveAspectRatio=\"none\" ");
        html.Write(text is null ? "aria-hidden=\"true\">" : $"role=\"img\" aria-label=\"{Encoded(text)}\">");
        var x = 0.0;
        foreach (var (level, _, _) in Levels)
        {
            var width = 1000.0 * counts[level] / whole;
            if (width > 0)
            {
                html.Write($"<rect class=\"{Class(level)}\" x=\"{Length(x)}\" y=\"0\" width=\"{Length(width)}\" height=\"16\"/>");
            }
            x += width;
        }
        html.Write("</svg>");
    }

    private static string Words(LevelCounts counts) =>
        string.Join(", ", Levels.Where(level => counts[level.Level] > 0).Select(level => Many(counts[level.Level], level.Word)));

    private static string Many(int count, string words) =>
        $"{Number(count)} {(count == 1 ? words.TrimEnd('s') : words).ToLowerInvariant()}";

    private static string Class(FindingLevel level) => level.ToString().ToLowerInvariant();

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Length(double length) => length.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}

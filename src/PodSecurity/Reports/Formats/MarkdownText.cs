using PodSecurity.Text;

namespace PodSecurity.Reports.Formats;

/// <summary>Text of others in Markdown: it mentions nobody, links nowhere, and is no markup.</summary>
internal static class MarkdownText
{
    /// <summary>As code in a cell of a table; "" for nothing.</summary>
    public static string Code(string? text)
    {
        var shown = PrintableText.Escape(text).Trim();
        if (shown.Length == 0)
        {
            return "";
        }
        var fence = new string('`', LongestRun(shown) + 1);
        var space = fence.Length > 1 ? " " : "";
        // A cell ends at a bar, in code too.
        return $"{fence}{space}{shown.Replace("|", "\\|", StringComparison.Ordinal)}{space}{fence}";
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var character in text)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }
}

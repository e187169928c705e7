using System.Text;

namespace PodSecurity.Reports.Formats;

/// <summary>A comment on a pull request: the numbers, then what is wrong, the worst first, as far as a comment has room.</summary>
internal sealed class MarkdownReport : IReportWriter
{
    /// <summary>GitHub takes 65,536 characters, and others no more; this leaves room for what somebody adds.</summary>
    public const int MaxLength = 60_000;

    /// <summary>Finds the comment of an earlier run.</summary>
    private const string Marker = "<!-- podsecurity-report -->";

    // One finding cannot take all the room.
    private const int MaxCell = 400;

    public void Write(Stream output, Report report)
    {
        using var text = TextOutput.To(output);
        var head = Head(report.Summary);
        text.Write(head);
        WriteFindings(text, report, MaxLength - head.Length - 200);
    }

    private static string Head(ReportSummary summary)
    {
        var counts = summary.Verdicts;
        var text = new StringBuilder();
        text.Append(Marker).Append("\n## Pod security: ").Append(counts.Errors > 0 ? $"❌ {counts.Errors} refused"
            : counts.Warnings > 0 ? $"⚠️ {counts.Warnings} warnings" : "✅ nothing refused");
        text.Append($" of {counts.Total} verdicts\n\n| | Verdicts | Errors | Warnings | Notes | Passed |\n|---|--:|--:|--:|--:|--:|\n");
        foreach (var (check, own) in summary.Checks)
        {
            text.Append($"| {check} | {own.Total} | {own.Errors} | {own.Warnings} | {own[FindingLevel.Note]} | ")
                .Append($"{own[FindingLevel.Pass]} |\n");
        }
        return text.ToString();
    }

    private static void WriteFindings(TextWriter text, Report report, int room)
    {
        const string TableHead = "\n| | What | Rule | Message and fix | Where |\n|---|---|---|---|---|\n";
        var (written, left) = (0, 0);
        foreach (var row in report.FindingsByLevel.SelectMany(finding => finding.Violations, Row))
        {
            room -= row.Length + 1;
            if (room < 0)
            {
                left++;
                continue;
            }
            text.Write(written++ == 0 ? TableHead : "");
            text.WriteLine(row);
        }
        if (left > 0)
        {
            text.WriteLine($"\n… and {left} more violations, for which a comment has no room.");
        }
    }

    private static string Row(Finding finding, Violation violation)
    {
        var name = finding.Namespace is null ? finding.Target : $"{finding.Namespace}/{finding.Target}";
        return $"| {Sign(violation.Level)} {violation.Level} | {Code(name)} | {Code(violation.Rule)} | "
            + $"{Code(violation.Message)}{(violation.Fix is null ? "" : "<br>")}{Code(violation.Fix)} | {Code(finding.Place)} |";
    }

    private static string Code(string? text) => MarkdownText.Code(text?.Length > MaxCell ? $"{text[..MaxCell]}…" : text);

    private static string Sign(FindingLevel level) => level switch
    {
        FindingLevel.Error => "❌",
        FindingLevel.Warning => "⚠️",
        _ => "ℹ️",
    };
}

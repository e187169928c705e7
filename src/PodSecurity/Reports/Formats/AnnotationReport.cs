namespace PodSecurity.Reports.Formats;

/// <summary>
/// A line for each violation, the worst first, since servers show only the first few; then a line with the numbers.
/// </summary>
internal sealed class AnnotationReport(Func<Finding, Violation, string> format) : IReportWriter
{
    public IEnumerable<string> Lines(Report report) =>
        report.FindingsByLevel.SelectMany(finding => finding.Violations, format).Append($"PodSecurity: {report.Summary.Verdicts}");

    public void Write(Stream output, Report report)
    {
        using var text = TextOutput.To(output);
        foreach (var line in Lines(report))
        {
            text.WriteLine(line);
        }
    }
}

using System.Globalization;

namespace PodSecurity.Reports.Formats;

/// <summary>
/// RFC 4180: a row for each violation, and one for each verdict without any. What a spreadsheet would take for a formula begins with an
/// apostrophe.
/// </summary>
internal sealed class CsvReport : IReportWriter
{
    private static readonly Violation None = new("", FindingLevel.Pass, "");

    private static readonly (string Name, Func<Finding, Violation, string?> Value)[] Columns =
    [
        ("Level", (finding, violation) => (violation == None ? finding.Level : violation.Level).ToString()),
        ("Verdict", (finding, _) => finding.Verdict),
        ("Check", (finding, _) => finding.Check),
        ("Criterion", (finding, _) => finding.Criterion),
        ("Cluster", (finding, _) => finding.Cluster),
        ("Namespace", (finding, _) => finding.Namespace),
        ("Kind", (finding, _) => finding.Kind),
        ("Name", (finding, _) => finding.Name),
        ("Rule", (_, violation) => violation.Rule),
        ("Policy", (_, violation) => violation.Policy),
        ("Field", (_, violation) => violation.Field),
        ("Message", (_, violation) => violation.Message),
        ("Fix", (_, violation) => violation.Fix),
        ("File", (finding, _) => finding.File),
        ("Line", (finding, _) => finding.Line?.ToString(CultureInfo.InvariantCulture)),
    ];

    public void Write(Stream output, Report report)
    {
        using var text = TextOutput.To(output, "\r\n");
        text.WriteLine(string.Join(',', Columns.Select(column => column.Name)));
        foreach (var finding in report.Findings)
        {
            foreach (var violation in finding.Violations.DefaultIfEmpty(None))
            {
                text.WriteLine(string.Join(',', Columns.Select(column => Cell(column.Value(finding, violation) ?? ""))));
            }
        }
    }

    private static string Cell(string value)
    {
        var safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? $"'{value}" : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

namespace PodSecurity.Reports.Formats;

/// <summary>
/// The formats: how each is written, and which names of files ask for it. A new one is a line here and a class beside its like.
/// </summary>
internal static class FormatCatalog
{
    // The longest ending first: report.sarif.json is no plain JSON.
    private static readonly (string Ending, ReportFormat Format)[] Endings =
    [
        (".sarif.json", ReportFormat.Sarif),
        (".sarif", ReportFormat.Sarif),
        (".html", ReportFormat.Html),
        (".htm", ReportFormat.Html),
        (".xml", ReportFormat.JUnit),
        (".md", ReportFormat.Markdown),
        (".markdown", ReportFormat.Markdown),
        (".csv", ReportFormat.Csv),
        (".json", ReportFormat.Json),
        (".yaml", ReportFormat.PolicyReport),
        (".yml", ReportFormat.PolicyReport),
    ];

    /// <summary>The format that a file's name asks for; null when it says nothing.</summary>
    public static ReportFormat? OfName(string name)
    {
        foreach (var (ending, format) in Endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }
        return null;
    }

    public static IEnumerable<string> KnownEndings => Endings.Select(known => known.Ending);

    public static IReportWriter Writer(ReportFormat format) => format switch
    {
        ReportFormat.Html => new HtmlReport(),
        ReportFormat.Sarif => new SarifReport(),
        ReportFormat.JUnit => new JUnitReport(),
        ReportFormat.Markdown => new MarkdownReport(),
        ReportFormat.Csv => new CsvReport(),
        ReportFormat.Json => new JsonReport(),
        ReportFormat.PolicyReport => new PolicyReportFile(),
        ReportFormat.GitHub => new AnnotationReport(Annotations.GitHub),
        ReportFormat.Azure => new AnnotationReport(Annotations.Azure),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}

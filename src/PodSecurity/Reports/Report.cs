namespace PodSecurity.Reports;

/// <summary>What a format writes: the findings, which can be read as often as need be, and their numbers.</summary>
/// <param name="Created">In UTC.</param>
internal sealed record Report(FindingStore Store, DateTime Created, CancellationToken Stop)
{
    public ReportSummary Summary => Store.Summary;

    /// <summary>All findings, in the order in which they came.</summary>
    public IEnumerable<Finding> Findings => Store.All(Stop);

    /// <summary>The worst first; what passed is left out.</summary>
    public IEnumerable<Finding> FindingsByLevel => Store.ByLevel(Stop);

    /// <summary>Those of a namespace; "" stands for what has none.</summary>
    public IEnumerable<Finding> FindingsOf(string @namespace) => Store.OfNamespace(@namespace, Stop);
}

/// <summary>One format of reports. A new one is a class in Formats and a line in <c>FormatCatalog</c>.</summary>
internal interface IReportWriter
{
    void Write(Stream output, Report report);
}

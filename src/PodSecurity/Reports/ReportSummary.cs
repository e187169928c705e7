namespace PodSecurity.Reports;

/// <summary>How many there are of each level.</summary>
internal sealed class LevelCounts
{
    private readonly int[] _counts = new int[Enum.GetValues<FindingLevel>().Length];

    public int Total => _counts.Sum();

    public int this[FindingLevel level] => _counts[(int)level];

    public int Errors => this[FindingLevel.Error];

    public int Warnings => this[FindingLevel.Warning];

    public void Add(FindingLevel level) => _counts[(int)level]++;

    public override string ToString() => $"{Many(Total, "verdict")}: {Many(Errors, "error")}, {Many(Warnings, "warning")}, "
        + $"{Many(this[FindingLevel.Note], "note")}, {this[FindingLevel.Pass]} passed";

    private static string Many(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}

/// <summary>The numbers of a report. Their size depends on how many namespaces and rules there are, not on how many verdicts.</summary>
internal sealed class ReportSummary
{
    private readonly SortedDictionary<string, LevelCounts> _checks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LevelCounts> _namespaces = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LevelCounts> _rules = new(StringComparer.Ordinal);

    public LevelCounts Verdicts { get; } = new();

    /// <summary>By what judged.</summary>
    public IReadOnlyDictionary<string, LevelCounts> Checks => _checks;

    /// <summary>By namespace; "" stands for what has none.</summary>
    public IReadOnlyDictionary<string, LevelCounts> Namespaces => _namespaces;

    /// <summary>The violations, by rule.</summary>
    public IReadOnlyDictionary<string, LevelCounts> Rules => _rules;

    public void Add(Finding finding)
    {
        Verdicts.Add(finding.Level);
        Of(_checks, finding.Check).Add(finding.Level);
        Of(_namespaces, finding.Namespace ?? "").Add(finding.Level);
        foreach (var violation in finding.Violations)
        {
            Of(_rules, violation.Rule).Add(violation.Level);
        }
    }

    private static LevelCounts Of(SortedDictionary<string, LevelCounts> counts, string key)
    {
        if (!counts.TryGetValue(key, out var found))
        {
            counts.Add(key, found = new());
        }
        return found;
    }
}

namespace PodSecurity.Reports;

/// <summary>What a report is written as.</summary>
public enum ReportFormat
{
    /// <summary>A page for people, complete in itself.</summary>
    Html,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>Test results, for build servers.</summary>
    JUnit,

    /// <summary>A comment on a pull request.</summary>
    Markdown,

    /// <summary>A row for each violation, for spreadsheets.</summary>
    Csv,

    /// <summary>All of it, for programs.</summary>
    Json,

    /// <summary>PolicyReport and ClusterPolicyReport of wgpolicyk8s.io, for dashboards of a cluster.</summary>
    PolicyReport,

    /// <summary>Annotations of GitHub Actions.</summary>
    GitHub,

    /// <summary>Annotations of Azure Pipelines.</summary>
    Azure,
}

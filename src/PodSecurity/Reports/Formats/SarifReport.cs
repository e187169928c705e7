using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PodSecurity.Reports.Formats;

/// <summary>
/// SARIF 2.1.0: a result for each violation, the worst first, since code scanning takes only so many; the rules with what to do. Results of
/// a cluster have a logical location only.
/// </summary>
internal sealed class SarifReport : IReportWriter
{
    private const string Root = "%SRCROOT%";

    public void Write(Stream output, Report report)
    {
        using var json = new Utf8JsonWriter(output, new() { Indented = true });
        var ruleIndexes = report.Summary.Rules.Keys.Select((id, index) => (id, index)).ToDictionary(rule => rule.id, rule => rule.index);
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, report.Summary);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var finding in report.FindingsByLevel)
        {
            foreach (var violation in finding.Violations)
            {
                WriteResult(json, finding, violation, ruleIndexes[violation.Rule]);
            }
            json.FlushIfLong();
        }
        json.WriteEndArray();
        WriteNumbers(json, report.Summary.Verdicts);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, ReportSummary summary)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "PodSecurity");
        json.WriteString("semanticVersion", typeof(SarifReport).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("rules");
        foreach (var (id, counts) in summary.Rules)
        {
            WriteRule(json, RuleCatalog.Find(id), counts);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, ReportRule rule, LevelCounts counts)
    {
        var worst = counts.Errors > 0 ? FindingLevel.Error : counts.Warnings > 0 ? FindingLevel.Warning : FindingLevel.Note;
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        WriteText(json, "shortDescription", rule.Title);
        WriteText(json, "fullDescription", $"{rule.Title}. {rule.Help}");
        json.WriteStartObject("help");
        json.WriteString("text", rule.Help);
        json.WriteString("markdown", $"{rule.Help}\n\n[In the documentation of Kubernetes]({rule.HelpUri})");
        json.WriteEndObject();
        json.WriteString("helpUri", rule.HelpUri);
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(worst));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteStartArray("tags");
        json.WriteStringValue("security");
        json.WriteStringValue("kubernetes");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, Violation violation, int ruleIndex)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", violation.Rule);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", Level(violation.Level));
        WriteText(
            json, "message", $"{finding.Target}: {violation.Message}{(violation.Fix is null ? "" : $"\nFix: {violation.Fix}")}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        WriteFile(json, finding);
        WriteObject(json, finding);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("podSecurity/v1", Fingerprint(finding, violation));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, Finding finding)
    {
        if (finding.File is not { } file)
        {
            return;
        }
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        if (Path.IsPathRooted(file))
        {
            json.WriteString("uri", new Uri(file).AbsoluteUri);
        }
        else
        {
            json.WriteString("uri", string.Join('/', file.Split('/').Select(Uri.EscapeDataString)));
            json.WriteString("uriBaseId", Root);
        }
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", Math.Max(finding.Line ?? 1, 1));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("name", finding.Name);
        json.WriteString("fullyQualifiedName", Name(finding));
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, LevelCounts counts)
    {
        json.WriteStartObject("properties");
        json.WriteNumber("verdicts", counts.Total);
        json.WriteNumber("passed", counts[FindingLevel.Pass]);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>The same violation of the same object is the same in the next run, wherever in the file it is then.</summary>
    private static string Fingerprint(Finding finding, Violation violation)
    {
        string?[] parts = [finding.Check, finding.Criterion, Name(
            finding), finding.File, violation.Rule, violation.Policy, violation.Field];
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));
    }

    private static string Name(Finding finding) =>
        string.Join('/', new[] { finding.Cluster, finding.Namespace, finding.Target }.Where(part => !string.IsNullOrEmpty(part)));

    private static string Level(FindingLevel level) => level switch
    {
        FindingLevel.Error => "error",
        FindingLevel.Warning => "warning",
        _ => "note",
    };
}

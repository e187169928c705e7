using System.Text.Json.Nodes;
using System.Xml.Linq;
using PodSecurity.Kubernetes.Serialization;

namespace PodSecurity.Tests.Reports;

/// <summary>What each format says, of names that somebody chose to do harm.</summary>
public sealed class ReportFormatTests : IDisposable
{
    private const string All = "$denied, $met, $labels";

    private readonly ReportRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Json_says_all()
    {
        var report = JsonNode.Parse(_run.Report(All, "a.json"))!;

        Assert.Equal("""{"verdicts":3,"errors":1,"warnings":1,"notes":0,"passed":1}""", report["summary"]!.ToJsonString());
        Assert.Equal(["Error", "Pass", "Warning"], report["results"]!.AsArray().Select(result => (string?)result!["level"]));
        Assert.Equal(7, (int)report["results"]![0]!["line"]!);
    }

    [Fact]
    public void Csv_is_rectangular_and_holds_no_formula()
    {
        var rows = CsvRows(_run.Report(All, "a.csv"));

        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.All(rows.Skip(1).SelectMany(row => row), cell => Assert.DoesNotMatch("^[=+@\t\r-]", cell));
        Assert.Equal("'+good", rows[2][7]);
    }

    [Fact]
    public void JUnit_is_a_suite_for_each_namespace_with_its_failures()
    {
        var xml = XDocument.Parse(_run.Report(All, "a.xml")).Root!;

        Assert.Equal(("3", "1"), ((string?)xml.Attribute("tests"), (string?)xml.Attribute("failures")));
        Assert.Equal(3, xml.Elements("testsuite").Count());
        Assert.Equal(3, xml.Descendants("testcase").Count());
        Assert.Contains("psp/", (string?)Assert.Single(xml.Descendants("failure")).Attribute("type"), StringComparison.Ordinal);
        Assert.Contains("Warning label", Assert.Single(xml.Descendants("system-out")).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_keeps_text_of_others_in_code()
    {
        var text = _run.Report(All, "a.md");
        var rows = text.Split('\n').Where(line => line.StartsWith("| ❌", StringComparison.Ordinal)).ToList();

        Assert.Contains("1 refused of 3 verdicts", text, StringComparison.Ordinal);
        var row = Assert.Single(rows);
        Assert.Equal(6, row.Replace("\\|", "", StringComparison.Ordinal).Count(character => character == '|'));
        Assert.All(OutsideOfCode(row), piece => Assert.DoesNotMatch("[<@](?!br>)", piece));
    }

    [Fact]
    public void Markdown_has_room_in_a_comment()
    {
        var text = _run.Report("1..1000 | ForEach-Object { $denied }", "a.md");

        Assert.InRange(text.Length, 30_000, 60_000);
        Assert.Matches(@"and \d+ more violations", text);
    }

    [Fact]
    public void PolicyReports_are_one_for_each_namespace()
    {
        var reports = Yaml(
            _run.Report($"{All}, $policy", "a.yaml", "", "$policy = New-RestrictivePsp x -AsObject | Test-PodSecurityPolicy; "));

        Assert.Equal(
            ["ClusterPolicyReport", "PolicyReport", "PolicyReport", "PolicyReport"],
            reports.Select(report => (string?)report["kind"]).Order(StringComparer.Ordinal));
        Assert.All(reports, report => Assert.Equal(
            report["results"]!.AsArray().Count, report["summary"]!.AsObject().Sum(count => (int)count.Value!)));
        var failed = Assert.Single(reports, report => (int)report["summary"]!["fail"]! > 0);
        Assert.Equal("Pod", (string?)failed["results"]![0]!["resources"]![0]!["kind"]);
        Assert.Equal("v1", (string?)failed["results"]![0]!["resources"]![0]!["apiVersion"]);
    }

    [Fact]
    public void A_PolicyReport_stays_below_what_a_cluster_keeps()
    {
        var reports = Yaml(_run.Report("1..1001 | ForEach-Object { $met }", "a.yaml"));

        Assert.Equal([1000, 1], reports.Select(report => report["results"]!.AsArray().Count));
        Assert.Equal(2, reports.Select(report => (string?)report["metadata"]!["name"]).Distinct().Count());
    }

    [Theory]
    [InlineData("GitHub", "::error file=dir/", "::warning title=label")]
    [InlineData("Azure", "##vso[task.logissue type=error;sourcepath=dir/", "##vso[task.logissue type=warning;code=label]")]
    public void Annotations_are_a_line_for_each_violation(string format, string error, string warning)
    {
        var result = _run.Run($"$labels, $met, $denied | Export-PodSecurityReport -Format {format}");
        var lines = result.Output.Select(item => (string)item.BaseObject).ToList();

        Assert.Empty(result.Errors);
        Assert.Equal(3, lines.Count);
        Assert.StartsWith(error, lines[0], StringComparison.Ordinal);
        Assert.StartsWith(warning, lines[1], StringComparison.Ordinal);
        Assert.Equal("PodSecurity: 3 verdicts: 1 error, 1 warning, 0 notes, 1 passed", lines[2]);
        Assert.DoesNotContain(lines, line => line.AsSpan().IndexOfAny('\r', '\n') >= 0);
    }

    [Fact]
    public void Properties_of_annotations_end_where_they_end()
    {
        var line = _run.Run("$denied | Export-PodSecurityReport -Format GitHub").Output[0].ToString();
        var properties = line[8..line.IndexOf("::", 2, StringComparison.Ordinal)];

        Assert.Equal(["file", "line", "title"], properties.Split(',').Select(property => property.Split('=')[0]));
        var azure = _run.Run("$denied | Export-PodSecurityReport -Format Azure").Output[0].ToString();
        Assert.Equal(4, azure[..azure.IndexOf(']', StringComparison.Ordinal)].Split(';').Length);
    }

    private static List<JsonNode> Yaml(string text) =>
    [
        .. ManifestReader.ReadText(text, "report", ManifestReader.Throw, TestContext.Current.CancellationToken)
            .Select(document => JsonNode.Parse(document.Json.Span)!),
    ];

    private static IEnumerable<string> OutsideOfCode(string row) => System.Text.RegularExpressions.Regex.Split(row, "(`+).*?(?<!`)\\1(?!`)")
        .Where(piece => piece.Trim('`').Length > 0);

    private static List<List<string>> CsvRows(string text)
    {
        var (rows, row, cell, isQuoted) = (new List<List<string>>(), new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (isQuoted)
            {
                if (text[i] != '"')
                {
                    cell.Append(text[i]);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[i++]);
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (text[i] == '"' && cell.Length == 0)
            {
                isQuoted = true;
            }
            else if (text[i] == ',' || (text[i] == '\r' && text[i + 1] == '\n'))
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (text[i] == '\r')
                {
                    i++;
                    rows.Add(row);
                    row = [];
                }
            }
            else
            {
                cell.Append(text[i]);
            }
        }
        return rows;
    }
}

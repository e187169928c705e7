using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PodSecurity.Reports.Formats;

/// <summary>
/// One page without network. Its numbers and charts are markup, the verdicts lie in it as JSON, which its script shows piece by piece. No
/// text of others becomes markup: here it is encoded, the script sets text only, and the page's policy lets nothing else run.
/// </summary>
internal sealed class HtmlReport : IReportWriter
{
    private static readonly string Page = Resource("page.html");
    private static readonly string Style = Resource("page.css");
    private static readonly string Script = Resource("page.js");

    public void Write(Stream output, Report report)
    {
        using var text = TextOutput.To(output);
        // The parts of the page between the places that are filled in: text, name, text, name, ...
        var parts = Page.Split("%%");
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0)
            {
                text.Write(parts[i]);
            }
            else
            {
                WritePart(text, parts[i], report);
            }
        }
    }

    private static void WritePart(TextWriter text, string name, Report report)
    {
        switch (name)
        {
            case "style": text.Write(Style); break;
            case "script": text.Write(Script); break;
            case "style-hash": text.Write(Hash(Style)); break;
            case "script-hash": text.Write(Hash(Script)); break;
            case "title": text.Write(WebUtility.HtmlEncode(Title(report.Summary.Verdicts))); break;
            case "created": text.Write(report.Created.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)); break;
            case "summary": HtmlCharts.WriteLevels(text, report.Summary); break;
            case "charts": HtmlCharts.WriteBars(text, report.Summary); break;
            case "rules": WriteRules(text, report.Summary); break;
            case "data": WriteData(text, report); break;
            default: throw new InvalidOperationException($"The page has no part '{name}'.");
        }
    }

    private static string Title(LevelCounts counts) => counts.Errors > 0 ? $"{counts.Errors} of {counts.Total} refused"
        : counts.Warnings > 0 ? $"{counts.Warnings} of {counts.Total} with warnings" : $"Nothing of {counts.Total} refused";

    private static void WriteRules(TextWriter text, ReportSummary summary) => text.Write(
        JsonSerializer.Serialize(summary.Rules.Keys.Select(RuleCatalog.Find).ToDictionary(rule => rule.Id), FindingJson.Options));

    private static void WriteData(TextWriter text, Report report)
    {
        var data = new HtmlData();
        var separator = "";
        foreach (var finding in report.Findings)
        {
            text.Write(separator);
            text.Write(data.Next(finding));
            separator = ",\n";
        }
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"PodSecurity.Reports.Html.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

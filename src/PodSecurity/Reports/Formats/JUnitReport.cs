using System.Globalization;
using System.Text;
using System.Xml;
using PodSecurity.Text;

namespace PodSecurity.Reports.Formats;

/// <summary>
/// Test results as build servers read them: a suite for each namespace, a case for each verdict. Refusals are failures; warnings are said
/// in the output of a case that passes.
/// </summary>
internal sealed class JUnitReport : IReportWriter
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n",
    };

    public void Write(Stream output, Report report)
    {
        using var xml = XmlWriter.Create(output, Settings);
        xml.WriteStartElement("testsuites");
        WriteCounts(xml, "PodSecurity", report.Summary.Verdicts);
        foreach (var (name, counts) in report.Summary.Namespaces)
        {
            xml.WriteStartElement("testsuite");
            WriteCounts(xml, name.Length == 0 ? "(no namespace)" : name, counts);
            foreach (var finding in report.FindingsOf(name))
            {
                WriteCase(xml, finding);
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, string name, LevelCounts counts)
    {
        WriteAttribute(xml, "name", name);
        WriteAttribute(xml, "tests", counts.Total.ToString(CultureInfo.InvariantCulture));
        WriteAttribute(xml, "failures", counts.Errors.ToString(CultureInfo.InvariantCulture));
        WriteAttribute(xml, "errors", "0");
        WriteAttribute(xml, "skipped", "0");
    }

    private static void WriteCase(XmlWriter xml, Finding finding)
    {
        xml.WriteStartElement("testcase");
        WriteAttribute(xml, "classname", $"{finding.Check}.{finding.Namespace}".TrimEnd('.'));
        WriteAttribute(xml, "name", finding.Criterion is null ? finding.Target : $"{finding.Target} ({finding.Criterion})");
        if (finding.File is not null)
        {
            WriteAttribute(xml, "file", finding.File);
        }
        if (finding.Line is { } line)
        {
            WriteAttribute(xml, "line", line.ToString(CultureInfo.InvariantCulture));
        }
        if (finding.Level == FindingLevel.Error)
        {
            xml.WriteStartElement("failure");
            WriteAttribute(xml, "message", $"{finding.Verdict}: {finding.Violations[0].Message}");
            WriteAttribute(xml, "type", finding.Violations[0].Rule);
            WriteLines(xml, finding);
            xml.WriteEndElement();
        }
        else if (finding.Violations.Count > 0)
        {
            xml.WriteStartElement("system-out");
            WriteLines(xml, finding);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteLines(XmlWriter xml, Finding finding)
    {
        foreach (var violation in finding.Violations)
        {
            xml.WriteString($"{violation.Level} {violation.Rule}: {PrintableText.Escape(violation.Message)}\n");
            xml.WriteString(violation.Fix is null ? "" : $"  fix: {PrintableText.Escape(violation.Fix)}\n");
        }
        if (finding.Place.Length > 0)
        {
            xml.WriteString($"in {PrintableText.Escape(finding.Place)}\n");
        }
    }

    // XML knows no control characters.
    private static void WriteAttribute(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeString(name, PrintableText.Escape(value));
}

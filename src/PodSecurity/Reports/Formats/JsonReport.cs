using System.Text.Json;

namespace PodSecurity.Reports.Formats;

/// <summary>All that is known, for programs: the numbers, then every verdict.</summary>
internal sealed class JsonReport : IReportWriter
{
    public void Write(Stream output, Report report)
    {
        using var json = new Utf8JsonWriter(output, new() { Indented = true });
        json.WriteStartObject();
        json.WriteString("created", report.Created);
        json.WriteStartObject("summary");
        json.WriteNumber("verdicts", report.Summary.Verdicts.Total);
        json.WriteNumber("errors", report.Summary.Verdicts.Errors);
        json.WriteNumber("warnings", report.Summary.Verdicts.Warnings);
        json.WriteNumber("notes", report.Summary.Verdicts[FindingLevel.Note]);
        json.WriteNumber("passed", report.Summary.Verdicts[FindingLevel.Pass]);
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var finding in report.Findings)
        {
            JsonSerializer.Serialize(json, finding, FindingJson.Options);
            json.FlushIfLong();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>Keeps what waits to be written short.</summary>
internal static class JsonFlushing
{
    private const int Long = 1 << 16;

    public static void FlushIfLong(this Utf8JsonWriter json)
    {
        if (json.BytesPending > Long)
        {
            json.Flush();
        }
    }
}

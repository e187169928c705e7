using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodSecurity.Reports.Formats;

/// <summary>
/// The findings of a page as JSON. Many workloads have the same violation: it is written once, and then its number stands for it.
/// </summary>
internal sealed class HtmlData
{
    // What is remembered does not grow with the report.
    private const int MostRemembered = 10_000;

    private readonly Dictionary<Violation, int> _numbers = [];

    public string Next(Finding finding)
    {
        var json = JsonSerializer.SerializeToNode(finding with { Violations = [] }, FindingJson.Options)!.AsObject();
        json["violations"] = new JsonArray([.. finding.Violations.Select(NumberOrWhole)]);
        return json.ToJsonString(FindingJson.Options);
    }

    private JsonNode? NumberOrWhole(Violation violation)
    {
        if (_numbers.TryGetValue(violation, out var number))
        {
            return number;
        }
        if (_numbers.Count < MostRemembered)
        {
            _numbers.Add(violation, _numbers.Count);
        }
        return JsonSerializer.SerializeToNode(violation, FindingJson.Options);
    }
}

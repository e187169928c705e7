using System.Text.Json.Nodes;

namespace PodSecurity.Tests.Reports;

/// <summary>What the schema of SARIF 2.1.0 and code scanning demand of what we write.</summary>
public sealed class SarifTests : IDisposable
{
    private static readonly string[] Levels = ["none", "note", "warning", "error"];

    private readonly ReportRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Has_what_the_schema_demands()
    {
        var log = JsonNode.Parse(_run.Report("$denied, $met, $labels, $found", "a.sarif", "", Found))!;
        var run = Assert.Single(log["runs"]!.AsArray())!;
        var rules = run["tool"]!["driver"]!["rules"]!.AsArray();

        AssertKeys(log, ["version", "runs"], ["$schema"]);
        Assert.Equal("2.1.0", (string?)log["version"]);
        AssertKeys(run, ["tool"], ["columnKind", "results", "properties"]);
        AssertKeys(run["tool"]!["driver"]!, ["name"], ["semanticVersion", "rules"]);
        Assert.All(rules, rule => AssertRule(rule!));
        Assert.Equal(rules.Count, rules.Select(rule => (string?)rule!["id"]).Distinct().Count());
        Assert.All(run["results"]!.AsArray(), result => AssertResult(result!, rules));
    }

    [Fact]
    public void Names_files_relative_to_where_one_is()
    {
        _run.Folder.Write("my manifests/päd.yaml", "---\n---\n" + Samples);
        var log = JsonNode.Parse(
            _run.Report("Test-PodSecurityStandard \"$pwd/my manifests\" -Level restricted", "a.sarif"))!;
        var place = log["runs"]![0]!["results"]![0]!["locations"]![0]!["physicalLocation"]!;

        Assert.Equal("my%20manifests/p%C3%A4d.yaml", (string?)place["artifactLocation"]!["uri"]);
        Assert.Equal("%SRCROOT%", (string?)place["artifactLocation"]!["uriBaseId"]);
        Assert.Equal(3, (int)place["region"]!["startLine"]!);
    }

    [Fact]
    public void A_violation_keeps_its_fingerprint_when_lines_are_added_above()
    {
        var first = Fingerprints("a", "");
        var second = Fingerprints("b", "# more\n# lines\n");

        Assert.NotEmpty(first);
        Assert.Equal(first, second);
        Assert.Equal(first.Count, first.Distinct().Count());
    }

    private const string Found = "$found = '" + Samples + "' | Test-PodSecurityStandard; ";

    private const string Samples = """
        kind: Pod
        apiVersion: v1
        metadata: { name: p, namespace: shop }
        spec: { hostPID: true, containers: [ { name: c, ports: [ { hostPort: 1 } ] } ] }
        """;

    private List<string?> Fingerprints(string name, string before)
    {
        _run.Folder.Write("pod.yaml", before + Samples);
        var log = JsonNode.Parse(_run.Report("Test-PodSecurityStandard pod.yaml -Level baseline", $"{name}.sarif"))!;
        return [.. log["runs"]![0]!["results"]!.AsArray().Select(result => (string?)result!["partialFingerprints"]!["podSecurity/v1"])];
    }

    private static void AssertRule(JsonNode rule)
    {
        AssertKeys(
            rule, ["id"], ["shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration", "properties"]);
        Assert.NotEqual("", (string?)rule["help"]!["text"]);
        Assert.NotEqual("", (string?)rule["help"]!["markdown"]);
        Assert.NotEqual("", (string?)rule["shortDescription"]!["text"]);
        Assert.True(Uri.IsWellFormedUriString((string?)rule["helpUri"], UriKind.Absolute));
        Assert.Contains((string?)rule["defaultConfiguration"]!["level"], Levels);
    }

    private static void AssertResult(JsonNode result, JsonArray rules)
    {
        AssertKeys(result, ["message"], ["ruleId", "ruleIndex", "level", "locations", "partialFingerprints"]);
        Assert.Equal((string?)result["ruleId"], (string?)rules[(int)result["ruleIndex"]!]!["id"]);
        Assert.Contains((string?)result["level"], Levels);
        Assert.NotEqual("", (string?)result["message"]!["text"]);
        var location = Assert.Single(result["locations"]!.AsArray())!;
        AssertKeys(location, [], ["physicalLocation", "logicalLocations"]);
        if (location["physicalLocation"] is { } place)
        {
            Assert.True(Uri.IsWellFormedUriString((string?)place["artifactLocation"]!["uri"], UriKind.RelativeOrAbsolute));
            Assert.True((int)place["region"]!["startLine"]! >= 1);
        }
    }

    /// <summary>The schema allows no other properties, so a misspelt one is not valid.</summary>
    private static void AssertKeys(JsonNode node, string[] needed, string[] allowed)
    {
        var keys = node.AsObject().Select(property => property.Key).ToList();

        Assert.Empty(needed.Except(keys));
        Assert.Empty(keys.Except(needed).Except(allowed));
    }
}

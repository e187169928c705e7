using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Standards;

namespace PodSecurity.Core.Tests.Standards;

/// <summary>
/// Every recorded pod gets the original's verdicts, reasons and details: all levels, versions 1.0 to 1.37, newer ones and latest.
/// </summary>
public sealed class StandardsConformanceTests
{
    private static readonly (JsonObject Case, Workload Workload)[] Cases =
        [.. ConformanceData.Lines("pss.jsonl.gz").Select(item => (item, Documents.Decode(item["pod"]!.ToJsonString())))];

    [Fact]
    public void All_cases_are_there() => Assert.Equal(3000, Cases.Length);

    [Fact]
    public void All_verdicts_agree() => ConformanceData.AssertAll(Cases, item =>
    {
        var review = StandardReview.Of(item.Workload.Pod);
        return item.Case["results"]!.AsArray().SelectMany(run => Differences(item.Workload, review, run!.AsObject())).FirstOrDefault();
    });

    [Fact]
    public void All_versions_of_both_levels_are_recorded() => ConformanceData.AssertAll(Cases, item =>
    {
        var found = item.Case["results"]!.AsArray()
            .SelectMany(run => Versions(run!.AsObject()).Select(version => $"{run["level"]}:{version}"));
        return found.ToHashSet().SetEquals(AllVersions) ? null : string.Join(' ', found);
    });

    [Fact]
    public void A_pod_patched_as_explained_meets_the_level() => ConformanceData.AssertAll(Cases, item =>
    {
        foreach (var level in new[] { PodSecurityLevel.Baseline, PodSecurityLevel.Restricted })
        {
            var pod = item.Case["pod"]!.ToJsonString();
            var patched = StandardReview.Of(item.Workload.Pod).Explain(level, PodSecurityVersion.Latest, "")
                .Aggregate(pod, (json, explanation) => StrategicMerge.Apply(json, explanation.Patch));
            var rest = StandardReview.Of(Documents.Decode(patched).Pod).Violations(level, PodSecurityVersion.Latest);
            if (rest.Count > 0)
            {
                return $"{level}: {string.Join("; ", rest)}\n{patched}";
            }
        }
        return null;
    });

    private static readonly HashSet<string> AllVersions =
        [.. from level in new[] { "baseline", "restricted" } from minor in Enumerable.Range(0, 38) select $"{level}:v1.{minor}"];

    private static IEnumerable<PodSecurityVersion> Versions(JsonObject run)
    {
        var (from, to) = ((int)run["fromMinor"]!, (int)run["toMinor"]!);
        return Enumerable.Range(from, to - from + 1).Select(minor => new PodSecurityVersion(minor));
    }

    private static IEnumerable<string> Differences(Workload workload, StandardReview review, JsonObject run)
    {
        var level = Enum.Parse<PodSecurityLevel>((string)run["level"]!, ignoreCase: true);
        var expected = Text((bool)run["allowed"]!, Strings(run["reasons"]), Strings(run["details"]));
        var versions = Versions(run).ToList();
        if (versions[^1] == StandardReview.NewestKnown)
        {
            versions.AddRange([new PodSecurityVersion(38), new PodSecurityVersion(long.MaxValue), PodSecurityVersion.Latest]);
        }
        foreach (var version in versions)
        {
            var violations = review.Violations(level, version);
            var allowed = review.Allows(level, version);
            var actual = Text(allowed, violations.Select(violation => violation.Reason), violations.Select(violation => violation.Detail));
            if (expected != actual || allowed != StandardReview.Allows(workload.Pod, level, version))
            {
                yield return $"{level}:{version}\n expected {expected}\n actual   {actual}";
            }
        }
    }

    private static string Text(bool allowed, IEnumerable<string> reasons, IEnumerable<string> details) =>
        $"{allowed} {string.Join('|', reasons)} {string.Join('|', details)}";

    private static IEnumerable<string> Strings(JsonNode? list) => (list?.AsArray() ?? []).Select(item => (string)item!);
}

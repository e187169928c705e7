using System.Text.Json.Nodes;
using PodSecurity.Standards.Labels;

namespace PodSecurity.Core.Tests.Standards;

/// <summary>Every recorded request gets the original's answer: allowed, status, warnings in order, audit annotations.</summary>
public sealed class LabelAdmissionConformanceTests
{
    private static readonly JsonObject[] Cases = [.. ConformanceData.Lines("psa-admission.jsonl.gz")];

    [Fact]
    public void All_cases_are_there() => Assert.Equal(1500, Cases.Length);

    [Fact]
    public void All_answers_agree() => ConformanceData.AssertAll(Cases, item =>
    {
        var (expected, actual) = (Expected(item["expected"]!.AsObject()), Text(new LabelRequest(item).Answer()));
        return expected == actual ? null : $"expected\n{expected}\nactual\n{actual}";
    });

    private static string Expected(JsonObject response) => Text(new LabelAdmissionResponse
    {
        Allowed = (bool)response["allowed"]!,
        Code = (int?)response["code"] ?? 0,
        Reason = (string?)response["reason"],
        Message = (string?)response["message"],
        Warnings = [.. (response["warnings"]?.AsArray() ?? []).Select(warning => (string)warning!)],
        AuditAnnotations = (response["auditAnnotations"]?.AsObject() ?? []).ToDictionary(entry => entry.Key, entry => (string)entry.Value!),
    });

    private static string Text(LabelAdmissionResponse response) => string.Join('\n',
    [
        $"{response.Allowed} {response.Code} {response.Reason} {response.Message}",
        .. response.Warnings,
        .. response.AuditAnnotations.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"),
    ]);
}

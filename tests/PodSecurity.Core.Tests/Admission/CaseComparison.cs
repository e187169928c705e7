using System.Text.Json.Nodes;
using PodSecurity.Admission;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>What differs between our answer to a case and the server's: null when nothing does.</summary>
internal static class CaseComparison
{
    /// <summary>Everything that a server decides and says.</summary>
    public static readonly IReadOnlyList<Func<ConformanceCase, string?>> All =
        [RefusedPolicies, Verdict, Unusable, Errors, Invalid, Message, StoredPod];

    public static string? RefusedPolicies(ConformanceCase item)
    {
        var actual = item.Sent.Select(policy => PspValidator.Validate(policy, item.Release)).Where(result => !result.Valid)
            .ToDictionary(result => result.Name, result => Lines(result.Errors));
        return Difference("refused policies", Join(item.Refused.Keys.Order()), Join(actual.Keys.Order()))
            ?? item.Refused.Select(entry => Difference(entry.Key, Lines(entry.Value), actual[entry.Key])).FirstOrDefault(
                found => found is not null);
    }

    public static string? Verdict(ConformanceCase item)
    {
        var decision = item.Decide();
        return Difference("outcome", item.Outcome, decision.Outcome)
            ?? Difference("policy", item.IsSecondLook ? null : item.Policy, decision.Policy?.Name)
            ?? Difference("mutated", item.Mutated && !item.IsSecondLook, decision.Mutated)
            ?? Difference("changes", decision.Mutated, decision.Changes.Count > 0);
    }

    public static string? Unusable(ConformanceCase item)
    {
        // The data names them only for refusals, and only authorized ones.
        var unusable = new PspAdmission(item.Policies, item.Release).UnusablePolicies.Keys.Where(item.Authorized.Contains);
        return item.Outcome != AdmissionOutcome.Denied ? null : Difference("unusable", Join(item.Unusable.Order()), Join(unusable.Order()));
    }

    public static string? Errors(ConformanceCase item)
    {
        var decision = item.Decide();
        if (decision.Outcome != AdmissionOutcome.Denied)
        {
            return null;
        }
        var actual = decision.Violations.ToLookup(violation => violation.Policy!);
        return Difference("policies with errors", Join(item.Errors.Keys.Order()), Join(actual.Select(group => group.Key).Order()))
            ?? item.Errors.Select(entry => Difference(entry.Key, Lines(entry.Value), Lines(actual[entry.Key]))).FirstOrDefault(
                found => found is not null);
    }

    public static string? Invalid(ConformanceCase item) =>
        item.Decide() is { Outcome: AdmissionOutcome.Invalid } decision
            ? Difference("invalid", Lines(item.Invalid), Lines(decision.Violations))
            : null;

    /// <summary>The whole refusal, where its order is not random.</summary>
    public static string? Message(ConformanceCase item) =>
        item.Errors.Count > 1 ? null : Difference("message", item.Message, item.Decide() switch
        {
            { Outcome: AdmissionOutcome.Denied } decision => decision.Message,
            _ => null,
        });

    public static string? StoredPod(ConformanceCase item)
    {
        var expected = item.Outcome == AdmissionOutcome.Allowed ? item.Admitted : null;
        var actual = new PspTestResult(item.Workload, item.Decide(), "team-a").GetAdmittedPod();
        return JsonNode.DeepEquals(expected, actual)
            ? null
            : $"stored pod:\n expected {expected?.ToJsonString()}\n actual   {actual?.ToJsonString()}";
    }

    private static string? Difference<T>(string what, T expected, T actual) =>
        Equals(expected, actual) ? null : $"{what}:\n expected {expected}\n actual   {actual}";

    private static string Join(IEnumerable<string> names) => string.Join(",", names);

    private static string Lines(JsonArray errors) => string.Join("\n", errors.Select(error =>
        Line((string)error!["type"]!, (string)error["field"]!, (string?)error["detail"] ?? "", (string)error["message"]!)));

    private static string Lines(IEnumerable<PspViolation> violations) => string.Join("\n", violations.Select(violation =>
        Line(violation.Type, violation.Field, violation.Detail, violation.Message)));

    private static string Lines(IEnumerable<FieldError> errors) => string.Join("\n", errors.Select(error =>
        Line(error.Type, error.Field, error.Detail, error.Message)));

    // Where the server prints the addresses of a struct's values, the text cannot be the same.
    private static string Line(string type, string field, string detail, string message) =>
        message.Contains(
            "core.SecurityContext{", StringComparison.Ordinal) ? $"{type} {field} {detail}" : $"{type} {field} {detail} {message}";
}

using System.Text.Json.Nodes;
using PodSecurity.Admission;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>Every generated case gets the answer of Kubernetes 1.20.2: outcome, policy, changes or not, errors, text, stored pod.</summary>
public sealed class AdmissionConformanceTests
{
    private static readonly ConformanceCase[] Cases = [.. ConformanceCase.ReadAll()];

    [Fact]
    public void All_cases_are_there() => Assert.Equal(3000, Cases.Length);

    [Fact]
    public void Outcome_policy_and_mutation_agree() => AssertAll(item =>
    {
        var decision = item.Decide(new PspAdmission(item.Policies));
        return Difference("outcome", item.Outcome, decision.Outcome)
            ?? Difference("policy", item.Policy, decision.Policy?.Name)
            ?? Difference("mutated", item.Mutated, decision.Mutated)
            ?? Difference("changes", item.Mutated, decision.Changes.Count > 0);
    });

    [Fact]
    public void Unusable_policies_agree() => AssertAll(item =>
    {
        // The data names them only for refusals, and only authorized ones.
        var unusable = new PspAdmission(item.Policies).UnusablePolicies.Keys.Where(item.Authorized.Contains);
        return item.Outcome != AdmissionOutcome.Denied ? null : Difference("unusable", Join(item.Unusable.Order()), Join(unusable.Order()));
    });

    [Fact]
    public void Errors_of_each_policy_agree() => AssertAll(item =>
    {
        var decision = item.Decide(new PspAdmission(item.Policies));
        if (decision.Outcome != AdmissionOutcome.Denied)
        {
            return null;
        }
        var actual = decision.Violations.ToLookup(violation => violation.Policy!);
        return Difference("policies with errors", Join(item.Errors.Keys.Order()), Join(actual.Select(group => group.Key).Order()))
            ?? item.Errors.Select(entry => Difference(entry.Key, Lines(entry.Value), Lines(actual[entry.Key]))).FirstOrDefault(
                found => found is not null);
    });

    [Fact]
    public void Errors_of_pod_validation_agree() => AssertAll(item =>
    {
        var decision = item.Decide(new PspAdmission(item.Policies));
        return decision.Outcome == AdmissionOutcome.Invalid ? Difference("invalid", Lines(item.Invalid), Lines(decision.Violations)) : null;
    });

    [Fact]
    public void The_whole_refusal_agrees_where_its_order_is_not_random() => AssertAll(item =>
        item.Errors.Count > 1 ? null : Difference("message", item.Message, item.Decide(new PspAdmission(item.Policies)) switch
        {
            { Outcome: AdmissionOutcome.Denied } decision => decision.Message,
            _ => null,
        }));

    [Fact]
    public void The_stored_pod_agrees() => AssertAll(item =>
    {
        var expected = item.Outcome == AdmissionOutcome.Allowed ? item.Admitted : null;
        var actual = new PspTestResult(item.Workload, item.Decide(new PspAdmission(item.Policies)), "team-a").GetAdmittedPod();
        return JsonNode.DeepEquals(
            expected, actual) ? null : $"stored pod:\n expected {expected?.ToJsonString()}\n actual   {actual?.ToJsonString()}";
    });

    private static void AssertAll(Func<ConformanceCase, string?> compare)
    {
        var differences = Cases.Select(item => (Case: item, Difference: compare(item))).Where(
            pair => pair.Difference is not null).ToArray();
        Assert.True(
            differences.Length == 0,
            $"{differences.Length} cases differ, among them:\n" + string.Join(
                "\n", differences.Take(5).Select(pair => $"{pair.Case}\n{pair.Difference}")));
    }

    private static string? Difference<T>(string what, T expected, T actual) =>
        Equals(expected, actual) ? null : $"{what}:\n expected {expected}\n actual   {actual}";

    private static string Join(IEnumerable<string> names) => string.Join(",", names);

    private static string Lines(JsonArray errors) => string.Join("\n", errors.Select(error =>
        Line((string)error!["type"]!, (string)error["field"]!, (string?)error["detail"] ?? "", (string)error["message"]!)));

    private static string Lines(IEnumerable<PspViolation> violations) => string.Join("\n", violations.Select(violation =>
        Line(violation.Type, violation.Field, violation.Detail, violation.Message)));

    // Where the server prints the addresses of a struct's values, the text cannot be the same.
    private static string Line(string type, string field, string detail, string message) =>
        message.Contains(
            "core.SecurityContext{", StringComparison.Ordinal) ? $"{type} {field} {detail}" : $"{type} {field} {detail} {message}";
}

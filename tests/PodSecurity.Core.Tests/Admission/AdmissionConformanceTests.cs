namespace PodSecurity.Core.Tests.Admission;

/// <summary>Every generated case gets the answer of Kubernetes 1.20.2: outcome, policy, changes or not, errors, text, stored pod.</summary>
public sealed class AdmissionConformanceTests
{
    private static readonly ConformanceCase[] Cases = [.. ConformanceCase.ReadAll()];

    [Fact]
    public void All_cases_are_there() => Assert.Equal(3000, Cases.Length);

    [Fact]
    public void Outcome_policy_and_mutation_agree() => AssertAll(CaseComparison.Verdict);

    [Fact]
    public void Unusable_policies_agree() => AssertAll(CaseComparison.Unusable);

    [Fact]
    public void Errors_of_each_policy_agree() => AssertAll(CaseComparison.Errors);

    [Fact]
    public void Errors_of_pod_validation_agree() => AssertAll(CaseComparison.Invalid);

    [Fact]
    public void The_whole_refusal_agrees_where_its_order_is_not_random() => AssertAll(CaseComparison.Message);

    [Fact]
    public void The_stored_pod_agrees() => AssertAll(CaseComparison.StoredPod);

    private static void AssertAll(Func<ConformanceCase, string?> compare)
    {
        var differences = Cases.Select(item => (Case: item, Difference: compare(item))).Where(
            pair => pair.Difference is not null).ToArray();
        Assert.True(
            differences.Length == 0,
            $"{differences.Length} cases differ, among them:\n" + string.Join(
                "\n", differences.Take(5).Select(pair => $"{pair.Case}\n{pair.Difference}")));
    }
}

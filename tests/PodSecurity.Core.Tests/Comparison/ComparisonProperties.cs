using CsCheck;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Comparison;
using PodSecurity.Core.Tests.Admission;

namespace PodSecurity.Core.Tests.Comparison;

/// <summary>What a comparison says is what admission does, on generated policies and pods.</summary>
public sealed class ComparisonProperties
{
    private static readonly PodSecurityPolicy[] Policies = [.. GeneratedPolicies.Policies(1, 400)];

    private static readonly Pod[] Pods =
    [
        .. Enumerable.Range(1, 1000).Select(GeneratedPolicies.Pod),
        .. ConformanceCase.ReadAll().Take(500).Select(item => item.Workload.Pod),
    ];

    private static readonly Gen<PodSecurityPolicy> AnyPolicy = Gen.Int[0, Policies.Length - 1].Select(i => Policies[i]);

    // Another policy, or this one but for a field.
    private static readonly Gen<(PodSecurityPolicy One, PodSecurityPolicy Other)> Pairs = Gen.Select(
        AnyPolicy, AnyPolicy, Gen.Int[0, 60], (one, other, field) =>
            (one, GeneratedPolicies.WithOneFieldOf(one, other).ElementAtOrDefault(field) ?? other));

    [Fact]
    public void Who_covers_admits_every_pod_that_the_other_admits() => Pairs.Sample(
        pair =>
        {
            var comparison = PolicyComparer.Compare(pair.One, pair.Other);
            if (comparison is { Covers: false, IsCovered: false })
            {
                return;
            }
            var (one, other) = (new PspAdmission([pair.One]), new PspAdmission([pair.Other]));
            foreach (var pod in Pods)
            {
                var (first, second) = (Admits(one, pod), Admits(other, pod));
                Assert.False(comparison.Covers && first && !second, Describe(pair, pod));
                Assert.False(comparison.IsCovered && second && !first, Describe(pair, pod));
            }
        },
        iter: 150);

    [Fact]
    public void Every_difference_has_a_pod_that_shows_it() => Pairs.Sample(
        pair =>
        {
            var comparison = PolicyComparer.Compare(pair.One, pair.Other);
            Assert.Equal(comparison.Covers, comparison.Differences.All(difference => difference.SideIndicator != "<="));
            Assert.Equal(comparison.IsCovered, comparison.Differences.All(difference => difference.SideIndicator != "=>"));
            foreach (var difference in comparison.Differences)
            {
                var (allowing, refusing) = difference.SideIndicator == "<=" ? (pair.One, pair.Other) : (pair.Other, pair.One);
                var pod = Documents.Decode(difference.GetPod().ToJsonString());
                Assert.Equal(AdmissionOutcome.Allowed, pod.Decide(allowing).Outcome);
                Assert.Equal(difference.Message, pod.Decide(refusing).Message);
                Assert.NotEmpty(difference.Message);
            }
        },
        iter: 150);

    /// <summary>A pod that one field admits and refuses is found under the name of that field.</summary>
    [Fact]
    public void A_difference_of_one_field_is_said_of_that_field() => Gen.Select(AnyPolicy, AnyPolicy).Sample(
        (one, other) =>
        {
            foreach (var mixed in GeneratedPolicies.WithOneFieldOf(one, other))
            {
                // What is added by default is allowed as well; a default profile has an annotation beside that of the list.
                var fields = PolicyComparer.Compare(one, mixed).Differences.SelectMany(difference => difference.Field)
                    .Select(field => field.Replace("default", "allowed", StringComparison.Ordinal).Replace(
                        "Add", "", StringComparison.Ordinal).Replace("ProfileNames", "ProfileName", StringComparison.Ordinal))
                    .Distinct().ToList();
                Assert.True(fields.Count <= 1, string.Join(", ", fields));
            }
        },
        iter: 15);

    [Fact]
    public void A_policy_covers_itself() =>
        Assert.All(Policies, policy => Assert.Empty(PolicyComparer.Compare(policy, policy).Differences));

    [Fact]
    public void Covering_carries_over() => Gen.Select(AnyPolicy, AnyPolicy, AnyPolicy).Sample(
        (one, two, three) => !PolicyComparer.Compare(one, two).Covers || !PolicyComparer.Compare(two, three).Covers
            || PolicyComparer.Compare(one, three).Covers,
        iter: 150);

    private static bool Admits(PspAdmission admission, Pod pod) =>
        admission.Evaluate(pod, admission.All).Outcome == AdmissionOutcome.Allowed;

    private static string Describe((PodSecurityPolicy One, PodSecurityPolicy Other) pair, Pod pod) =>
        $"{pair.One.Name}, {pair.Other.Name}, pod {Array.IndexOf(Pods, pod)}: "
        + $"{new PspAdmission([pair.One]) is var one && one.Evaluate(pod, one.All).Message is var a} {a} "
        + $"{new PspAdmission([pair.Other]) is var other && other.Evaluate(pod, other.All).Message is var b} {b}";
}

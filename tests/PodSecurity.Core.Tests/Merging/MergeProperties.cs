using CsCheck;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Comparison;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Core.Tests.Comparison;
using PodSecurity.Core.Tests.Coverage;
using PodSecurity.Merging;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Merging;

/// <summary>A merged policy admits what any of the policies admits, as they do, and as little else as can be said.</summary>
public sealed class MergeProperties
{
    private static readonly PodSecurityPolicy[] Policies =
        [.. GeneratedPolicies.Policies(1, 400).Where(policy => PolicyComparer.WhyNone(policy) is null)];

    private static readonly Pod[] Pods = [.. Enumerable.Range(1, 1500).Select(GeneratedPolicies.Pod)];

    private static readonly Gen<PodSecurityPolicy[]> Some = Gen.Int[0, Policies.Length - 1].Select(i => Policies[i]).Array[1, 3];

    [Fact]
    public void It_covers_all_and_the_server_accepts_it() => Some.Sample(
        policies =>
        {
            var merge = PolicyMerger.Merge("merged", policies);
            Assert.True(merge.Covers);
            Assert.Empty(PspValidator.Validate(merge.Policy).Errors.Select(error => error.Message));
        },
        iter: 80);

    [Fact]
    public void It_admits_what_one_admits_and_leaves_as_it_is_what_one_leaves_as_it_is() => Some.Sample(
        policies =>
        {
            var merged = new PspAdmission([PolicyMerger.Merge("merged", policies).Policy]);
            foreach (var pod in Pods)
            {
                var decisions = policies.Select(policy => Decide(new([policy]), pod)).Where(IsAllowed).ToList();
                var decision = Decide(merged, pod);
                Assert.True(decisions.Count == 0 || IsAllowed(decision), decision.Message);
                Assert.False(decisions.Exists(one => !one.Mutated) && decision.Mutated, string.Join("; ", decision.Changes));
            }
        },
        iter: 15);

    [Fact]
    public void What_it_allows_beyond_all_of_them_is_named_with_a_pod() => Some.Sample(
        policies =>
        {
            var merge = PolicyMerger.Merge("merged", policies);
            foreach (var difference in merge.Differences)
            {
                var pod = Documents.Decode(difference.GetPod().ToJsonString());
                Assert.Equal(AdmissionOutcome.Allowed, pod.Decide(merge.Policy).Outcome);
                Assert.All(policies, policy => Assert.NotEqual(AdmissionOutcome.Allowed, pod.Decide(policy).Outcome));
            }
            // Where one covers all others nothing is beyond it, unless rules that fill in had to give way.
            Assert.False(
                merge.Differences.Count == 0 && !policies.Any(policy => PolicyComparer.Compare(merge.Policy, policy).Covers)
                && policies.Length < 3);
        },
        iter: 60);

    [Fact]
    public void Nothing_can_be_taken_away_from_it() => Some.Sample(
        policies =>
        {
            var merged = PolicyMerger.Merge("merged", policies).Policy;
            foreach (var tightening in Tightening.Of(merged).Where(tightening => tightening.Field != "requiredDropCapabilities"))
            {
                var tightened = GeneratedPolicies.Copy(merged);
                tightening.Apply(tightened);
                Assert.True(
                    policies.Any(policy => !PolicyComparer.Compare(policy, tightened).Covers),
                        $"{tightening} {string.Join<object>(",", policies)}");
            }
        },
        iter: 15);

    private static AdmissionDecision Decide(PspAdmission admission, Pod pod) => admission.Evaluate(pod, admission.All);

    private static bool IsAllowed(AdmissionDecision decision) => decision.Outcome == AdmissionOutcome.Allowed;
}

using CsCheck;
using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>What holds for any pod and any policies; the recorded cases, mixed anew, are the material.</summary>
public sealed class AdmissionProperties
{
    private const int Samples = 2000;
    private static readonly ConformanceCase[] Cases = [.. ConformanceCase.ReadAll()];
    private static readonly PodSecurityPolicy[] Policies = [.. Cases.SelectMany(item => item.Policies)];
    private static readonly PodSecurityPolicy[] UnusablePolicies = [.. Policies.Where(
        policy => new PspAdmission([policy]).UnusablePolicies.Count > 0)];

    private static readonly Gen<Workload> AnyPod = Gen.Int[0, Cases.Length - 1].Select(i => Cases[i].Workload);
    private static readonly Gen<PodSecurityPolicy> AnyPolicy = Gen.Int[0, Policies.Length - 1].Select(i => Policies[i]);

    [Fact]
    public void One_more_policy_never_takes_a_pod_away() =>
        Gen.Select(AnyPod, AnyPolicy, AnyPolicy).Sample(
            (pod, one, more) => pod.Decide(one).Outcome == AdmissionOutcome.Denied || pod.Decide(
                one, Named(more, "other")).Outcome != AdmissionOutcome.Denied,
            iter: Samples);

    [Fact]
    public void A_stored_pod_is_admitted_again_by_the_same_policy_unchanged() =>
        Gen.Select(AnyPod, AnyPolicy).Sample(
            (pod, policy) =>
            {
                if (new PspTestResult(pod, pod.Decide(policy)).GetAdmittedPod() is not { } stored)
                {
                    return true;
                }
                var again = Documents.Decode(stored.ToJsonString()).Decide(policy);
                return again is { Outcome: AdmissionOutcome.Allowed, Mutated: false, Changes.Count: 0 };
            },
            iter: Samples);

    [Fact]
    public void A_policy_that_cannot_be_built_changes_nothing() =>
        Gen.Select(AnyPod, AnyPolicy, Gen.Int[0, UnusablePolicies.Length - 1]).Sample(
            (pod, policy, i) => new PspAdmission([policy]).UnusablePolicies.Count > 0
                || Summary(pod.Decide(policy)) == Summary(pod.Decide(policy, Named(UnusablePolicies[i], "other"))),
            iter: Samples);

    [Fact]
    public void A_policy_that_may_not_be_used_changes_nothing() =>
        Gen.Select(AnyPod, AnyPolicy, AnyPolicy).Sample(
            (pod, policy, other) =>
            {
                var both = new PspAdmission([policy, Named(other, "other")]);
                return new PspAdmission([policy]).UnusablePolicies.Count > 0
                    || Summary(pod.Decide(policy)) == Summary(both.Evaluate(pod.Pod, both.Usable(name => name == policy.Name)));
            },
            iter: Samples);

    [Fact]
    public void The_order_in_which_policies_are_given_does_not_matter() =>
        Gen.Select(AnyPod, AnyPolicy, AnyPolicy).Sample(
            (pod, one, other) => Summary(pod.Decide(one, Named(other, "other"))) == Summary(
                pod.Decide(Named(other, "other"), one)), iter: Samples);

    [Fact]
    public void A_verdict_with_details_is_the_verdict_without() =>
        Gen.Select(AnyPod, AnyPolicy).Sample(
            (pod, policy) =>
            {
                var decision = pod.Decide(policy);
                return (decision.Outcome == AdmissionOutcome.Allowed) == (decision.Message is null)
                    && decision.Mutated == decision.Changes.Count > 0;
            },
            iter: Samples);

    private static string Summary(AdmissionDecision decision) =>
        $"{decision.Outcome} {decision.Policy?.Name} {string.Join(";", decision.Changes)} {decision.Message}";

    private static PodSecurityPolicy Named(PodSecurityPolicy policy, string name) => new()
    {
        Metadata = new ObjectMetadata { Name = name, Annotations = policy.Metadata.Annotations },
        Spec = policy.Spec,
    };
}

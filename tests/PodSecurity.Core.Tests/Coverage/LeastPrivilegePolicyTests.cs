using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Coverage;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Coverage;

/// <summary>A policy made for pods admits them unchanged; the pods are those of the generated conformance cases.</summary>
public sealed class LeastPrivilegePolicyTests
{
    private static readonly Pod[] Pods = [.. ConformanceCase.ReadAll().Select(item => item.Workload.Pod)];

    [Fact]
    public void It_admits_its_pod_unchanged_unless_no_policy_can()
    {
        var refused = Pods.Select(pod => (Pod: pod, Decision: Judge([pod], pod)))
            .Where(judged => !IsAsItWas(judged.Pod, judged.Decision)).ToList();
        Assert.Empty(refused.Where(judged => !IsBeyondPolicies(judged.Pod, judged.Decision))
            .Select(judged => Describe(judged.Decision)).Distinct().Take(10));
        Assert.InRange(refused.Count, 0, Pods.Length / 2);
    }

    [Fact]
    public void It_admits_all_pods_of_a_group_unchanged()
    {
        var possible = Pods.Where(pod => Judge([pod], pod).Outcome == AdmissionOutcome.Allowed);
        Assert.Empty(possible.Chunk(7).SelectMany(group => group.Select(pod => (Pod: pod, Decision: Judge(group, pod))))
            .Where(judged => !IsAsItWas(judged.Pod, judged.Decision)).Select(judged => Describe(judged.Decision)).Distinct().Take(10));
    }

    private static string Describe(AdmissionDecision decision) => $"{decision.Message} {string.Join(", ", decision.Changes)}";

    [Fact]
    public void The_server_accepts_it() => Assert.Empty(Pods
        .Where(pod => Judge([pod], pod).Outcome == AdmissionOutcome.Allowed)
        .SelectMany(pod => PspValidator.Validate(LeastPrivilegePolicy.For("least", [pod])).Errors)
        .Select(error => error.Message).Distinct().Take(10));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Nothing_can_be_taken_away_from_it(int size)
    {
        var possible = Pods.Where(pod => IsAsItWas(pod, Judge([pod], pod))).Take(1000);
        Assert.Empty(possible.Chunk(size).SelectMany(Needless).Distinct().Take(10));
    }

    // What none of the pods needs.
    private static IEnumerable<string> Needless(Pod[] group)
    {
        foreach (var tightening in Tightening.Of(LeastPrivilegePolicy.For("least", group)))
        {
            var policy = LeastPrivilegePolicy.For("least", group);
            tightening.Apply(policy);
            var admission = new PspAdmission([policy]);
            if (group.All(pod => IsAsItWas(pod, admission.Evaluate(pod, admission.All))))
            {
                yield return tightening.Field;
            }
        }
    }

    private static AdmissionDecision Judge(IReadOnlyCollection<Pod> group, Pod pod)
    {
        var admission = new PspAdmission([LeastPrivilegePolicy.For("least", group)]);
        return admission.Evaluate(pod, admission.All);
    }

    // Under every policy the server repeats the seccomp field in the annotation.
    private static bool IsAsItWas(Pod pod, AdmissionDecision decision) => decision.Outcome == AdmissionOutcome.Allowed
        && decision.Changes.All(
            change => pod.SecurityContext?.SeccompProfile is not null && change.Path.EndsWith(
                "seccomp.security.alpha.kubernetes.io~1pod", StringComparison.Ordinal));

    // The server drops allowedProcMountTypes from policies, and pod validation refuses some pods under every policy.
    private static bool IsBeyondPolicies(Pod pod, AdmissionDecision decision) =>
        decision.Outcome == AdmissionOutcome.Invalid
        || pod.InitContainers.Concat(pod.Containers).Any(
            container => container.SecurityContext?.ProcMount is { } type && type != "Default");
}

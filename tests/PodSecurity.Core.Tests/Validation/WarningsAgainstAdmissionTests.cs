using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Validation;

namespace PodSecurity.Core.Tests.Validation;

/// <summary>What warnings say of a policy's effect is what admission does, on the policies and pods of the conformance cases.</summary>
public sealed class WarningsAgainstAdmissionTests
{
    private const string SeccompAnnotation = "/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod";

    private static readonly ConformanceCase[] Cases = [.. ConformanceCase.ReadAll()];

    [Fact]
    public void A_policy_is_called_unusable_exactly_when_admission_cannot_use_it() => Assert.All(
        Cases.SelectMany(item => item.Policies),
        policy => Assert.Equal(new PspAdmission([policy]).UnusablePolicies.Count > 0, IsWarned(policy, "StrategyUnusable")));

    /// <summary>Any policy makes the server note a seccomp field as an annotation, too; that is no choice of the policy.</summary>
    [Fact]
    public void A_policy_changes_pods_only_if_it_is_said_to()
    {
        var verdicts =
            (from item in Cases
             from policy in item.Policies
             where !IsWarned(policy, "PodsChanged")
             select (item.Workload.Pod, Decision: Decide(policy, item.Workload.Pod))).ToArray();
        Assert.Contains(verdicts, verdict => verdict.Decision.Outcome == AdmissionOutcome.Allowed);
        Assert.All(verdicts.Where(verdict => verdict.Pod.SecurityContext?.SeccompProfile is null), verdict => Assert.Empty(
            verdict.Decision.Changes));
        Assert.All(verdicts.SelectMany(verdict => verdict.Decision.Changes), change => Assert.Equal(SeccompAnnotation, change.Path));
    }

    [Fact]
    public void A_policy_without_volumes_refuses_every_pod_with_a_token()
    {
        foreach (var item in ConformanceCase.ReadAll().Where(item => item.Workload.Pod.AutomountServiceAccountToken != false).Take(300))
        {
            var policy = item.Policies[0];
            policy.Spec.Volumes = null;
            Assert.True(IsWarned(policy, "NoVolumes"));
            Assert.Equal(AdmissionOutcome.Denied, Decide(policy, item.Workload.Pod, TokenVolume.Projected).Outcome);
        }
    }

    private static AdmissionDecision Decide(PodSecurityPolicy policy, Pod pod, TokenVolume tokenVolume = TokenVolume.None)
    {
        var admission = new PspAdmission([policy]);
        return admission.Evaluate(pod, admission.All, tokenVolume);
    }

    private static bool IsWarned(PodSecurityPolicy policy, string code) =>
        PspValidator.Validate(policy).Warnings.Any(warning => warning.Code == code);
}

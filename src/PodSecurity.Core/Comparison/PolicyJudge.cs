using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Comparison;

/// <summary>The verdict of one policy alone on pods as they stand, before the server adds a token volume.</summary>
internal sealed class PolicyJudge(PodSecurityPolicy policy)
{
    private const int WeightOfPolicy = 1000;

    private readonly PspAdmission _admission = new([policy]);

    public PodSecurityPolicy Policy => policy;

    /// <summary>Why the policy never admits a pod; null when it can.</summary>
    public string? Problem => _admission.UnusablePolicies.GetValueOrDefault(policy.Name);

    public bool Admits(Pod pod) => Decide(pod).Outcome == AdmissionOutcome.Allowed;

    /// <summary>
    /// How much is wrong with the pod. What pod validation finds weighs less, because it is not heard while the policy itself objects.
    /// </summary>
    public int Objections(Pod pod) => Decide(pod) switch
    {
        { Outcome: AdmissionOutcome.Denied } denied => denied.Violations.Count * WeightOfPolicy,
        var other => other.Violations.Count,
    };

    public AdmissionDecision Decide(Pod pod) => _admission.Evaluate(pod, _admission.All);
}

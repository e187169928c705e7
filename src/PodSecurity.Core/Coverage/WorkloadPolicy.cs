using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Verdicts;

namespace PodSecurity.Coverage;

/// <summary>The least policy for workloads, and who would be refused by a policy that is to cover them.</summary>
/// <param name="workloads">At least one.</param>
/// <param name="tokenVolume">Which service account volume the server adds to their pods.</param>
public sealed class WorkloadPolicy(IReadOnlyCollection<Workload> workloads, TokenVolume tokenVolume)
{
    /// <summary>Admits the pods of all of them as they are, if any policy does, and little else.</summary>
    public PodSecurityPolicy Least(string name) => LeastPrivilegePolicy.For(
        name, [.. workloads.Select(workload => workload.Pod)], null,
        workloads.Select(workload => ServiceAccountToken.VolumeFor(workload.Pod, TokenOf(workload))?.Kind));

    /// <summary>The workloads whose pods the policy does not admit, with what the server would answer.</summary>
    public IEnumerable<(Workload Workload, string Message)> Refused(PodSecurityPolicy policy)
    {
        var admission = new PspAdmission([policy]);
        foreach (var workload in workloads)
        {
            if (admission.Evaluate(workload.Pod, admission.All, TokenOf(workload)).MessageFor(workload.PodName) is { } message)
            {
                yield return (workload, message);
            }
        }
    }

    private TokenVolume TokenOf(Workload workload) => PodTest.TokenVolumeOf(workload, tokenVolume);
}

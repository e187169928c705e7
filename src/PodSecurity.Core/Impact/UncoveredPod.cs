using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Impact;

/// <summary>A pod that was judged, with the token volume that the server adds to it.</summary>
/// <param name="TokenVolumeKind">The type of that volume; null when none is added.</param>
/// <param name="Release">The release whose server judged it.</param>
internal sealed record UncoveredPod(Pod Pod, TokenVolume Token, string? TokenVolumeKind, KubernetesRelease Release)
{
    private const string SeccompAnnotation = "/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod";

    /// <summary>
    /// Whether the policies admit the pod as it is. That the server repeats a seccomp field in an annotation is no change.
    /// </summary>
    public bool IsAdmittedAsItIs(PspAdmission admission) =>
        Judge(admission) is { Outcome: AdmissionOutcome.Allowed } decision && decision.Changes.All(RepeatsSeccompField);

    /// <summary>The verdict when every policy may be used.</summary>
    public AdmissionDecision Judge(PspAdmission admission) => admission.Evaluate(Pod, admission.All, Token);

    private bool RepeatsSeccompField(PodChange change) =>
        change.Path == SeccompAnnotation && Pod.SecurityContext?.SeccompProfile is not null;
}

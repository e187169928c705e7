using PodSecurity.Access;
using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Verdicts;

/// <summary>
/// Why a pod is refused, and the least that would let it in: a fix for each policy that it may use, a grant for each that it may not.
/// </summary>
internal static class Remedies
{
    private const string KubeletGroup = "system:nodes";

    /// <param name="podPath">Where the pod is in its object: <c>""</c> or a field path such as <c>spec.template</c>.</param>
    /// <param name="serviceAccount">Null for a static pod, which has none: the kubelets create it.</param>
    /// <param name="counts">Whether the use of this policy is worth granting.</param>
    /// <returns>Empty when the pod is admitted.</returns>
    public static IReadOnlyList<PspExplanation> For(
        AdmissionDecision decision, string podPath, string @namespace, string? serviceAccount, Func<string, bool>? counts = null)
    {
        if (decision.Outcome == AdmissionOutcome.Allowed)
        {
            return [];
        }
        var subject = serviceAccount is null ? RbacSubject.ForGroup(KubeletGroup) : RbacSubject.ForServiceAccount(
            @namespace, serviceAccount);
        PspExplanation[] explanations =
        [
            .. decision.Explain(podPath),
            .. decision.AdmittingIfUsable().Where(counts ?? (_ => true))
                .Select(policy => PspExplanation.MissingGrant(policy, GrantCommand.Of(policy, [subject], @namespace))),
        ];
        return explanations.Length > 0 ? explanations : [PspExplanation.NoPolicy];
    }
}

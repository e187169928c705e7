namespace PodSecurity.Admission.Strategies;

/// <summary>Why a pod is refused, in the server's words, and what helps.</summary>
internal sealed record Refusal(FieldError Error, Fix Fix);

/// <summary>Two ways out of a refusal, each an instruction that stands alone.</summary>
/// <param name="Pod">
/// What to change in the pod. The argument goes before the path of each of the pod's fields: "" for a pod, <c>spec.template.</c> for a
/// Deployment.
/// </param>
/// <param name="Policy">What to change in the policy.</param>
internal sealed record Fix(Func<string, string> Pod, string Policy);

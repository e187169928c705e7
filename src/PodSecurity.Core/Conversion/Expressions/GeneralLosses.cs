using PodSecurity.Conversion.Fields;

namespace PodSecurity.Conversion.Expressions;

/// <summary>In what an admission policy differs from PSP admission whatever the policies say.</summary>
internal static class GeneralLosses
{
    public static IEnumerable<AdmissionPolicyLoss> Of(PolicySet set, AdmissionPolicyOptions options) =>
    [
        .. options.IncludeMutation && options.Engine != AdmissionPolicyEngine.Gatekeeper ? OfMutation : set.Policies.Where(
            policy => policy.Defaults.Any()).Select(NothingFilledIn),
        .. set.Policies.SelectMany(policy => PolicyFields.Losses(policy.Policy)),
        .. set.Use.Losses,
        AdmissionPolicyLoss.Different(
            null, "message",
            "A refusal gives the reasons of PSP without the index of the container and its value"
            + (set.Use.IsKnownToMessages
                ? "."
                : ", and of all policies, not only of those that may be used: messages cannot ask the authorizer."),
            "Ask Test-PodAgainstPsp for the whole answer."),
        AdmissionPolicyLoss.Different(
            null, "ephemeralContainers",
            "Debug containers that are added to a running pod are judged like its other containers; PSP admission did not look at them.",
            "Take the rule for pods/ephemeralcontainers out to have it as before."),
        AdmissionPolicyLoss.Different(
            null, "seccompProfile",
            "Only fields count: since Kubernetes 1.27 the seccomp annotations of pods mean nothing. PSP admission judged them like fields.",
            "Set securityContext.seccompProfile in pods."),
        AdmissionPolicyLoss.Different(
            null, "procMount",
            "Before Kubernetes 1.33 the server takes procMount out of a pod before the policy sees it; PSP admission refused such a pod.",
            "None is needed: the pod gets the default mount."),
        AdmissionPolicyLoss.Different(
            null, "spec",
            "What is younger than PSP (hostUsers, windowsOptions.hostProcess, pod-level resources) is in no policy and so allowed.",
            "Enforce a Pod Security Standard beside it: Set-PodSecurityLabel."),
    ];

    private static IEnumerable<AdmissionPolicyLoss> OfMutation =>
    [
        AdmissionPolicyLoss.Different(
            null, "mutation",
            "Fields are filled in as soon as the policy is bound, whatever the action: a mutation has no audit mode.",
            "Try it with a namespaceSelector in the binding first."),
        AdmissionPolicyLoss.Different(
            null, "order",
            "PSP ran among the built-in admission plugins, a mutating policy runs after all of them; webhooks come after both.",
            "None is needed, unless a plugin of yours reads what PSP filled in."),
        AdmissionPolicyLoss.Different(
            null, "capabilities",
            "Capabilities that are filled in come after those that are there; PSP sorted the list. The set is the same.",
            "None is needed."),
        AdmissionPolicyLoss.Different(
            null, "profiles",
            "Default seccomp and AppArmor profiles are set as fields, not as annotations.",
            "None is needed: the fields are what counts today."),
    ];

    private static AdmissionPolicyLoss NothingFilledIn(PolicyTerm policy) => AdmissionPolicyLoss.NotExpressible(
        policy.Name, "defaults",
        $"PSP filled in {string.Join(", ", policy.DefaultedFields)} where a pod did not say; a validating policy refuses such a pod.",
        "Write the fields into the pods (Get-PspMutation gives the patches), or use -IncludeMutation.");
}

using System.Text.Json.Nodes;
using PodSecurity.Conversion.Expressions;

namespace PodSecurity.Conversion.Engines;

/// <summary>ValidatingAdmissionPolicy, which Kubernetes serves as v1 since 1.30, and its binding.</summary>
internal static class KubernetesPolicies
{
    private const string ApiVersion = "admissionregistration.k8s.io/v1";

    public static string RequirementOf(AdmissionPolicyOptions options) => options.IncludeMutation
        ? "Kubernetes 1.36 and later (on 1.34 and 1.35, where MutatingAdmissionPolicy has to be switched on, as v1beta1)"
        : "Kubernetes 1.30 and later";

    public static IEnumerable<JsonObject> Of(PolicySet set, AdmissionPolicyOptions options) =>
    [
        .. options.IncludeMutation ? Mutating(set, options) : [],
        Validating(set, options.Name),
        PolicyParts.Object(ApiVersion, "ValidatingAdmissionPolicyBinding", options.Name, new JsonObject
        {
            ["policyName"] = options.Name,
            ["validationActions"] = PolicyParts.Texts(options.Action.ToString()),
        }),
    ];

    private static IEnumerable<JsonObject> Mutating(PolicySet set, AdmissionPolicyOptions options)
    {
        var mutation = new PodMutation(set);
        return
        [
            PolicyParts.Object(ApiVersion, "MutatingAdmissionPolicy", options.Name, new JsonObject
            {
                // While nothing is refused yet, a mutation that fails must not refuse either.
                ["failurePolicy"] = options.Action == AdmissionPolicyAction.Deny ? "Fail" : "Ignore",
                // So that containers which a webhook adds later get their defaults too, as they did.
                ["reinvocationPolicy"] = "IfNeeded",
                ["matchConstraints"] = PolicyParts.NewPods(),
                ["variables"] = PolicyParts.Variables(mutation.Variables),
                ["mutations"] = PolicyParts.Mutations(mutation),
            }),
            PolicyParts.Object(
                ApiVersion, "MutatingAdmissionPolicyBinding", options.Name, new JsonObject { ["policyName"] = options.Name }),
        ];
    }

    private static JsonObject Validating(PolicySet set, string name)
    {
        var validations = PolicyParts.Validations(set);
        // What PSP admission answers; without it the server would call the request invalid.
        validations[0]!["reason"] = "Forbidden";
        return PolicyParts.Object(ApiVersion, "ValidatingAdmissionPolicy", name, new JsonObject
        {
            ["failurePolicy"] = "Fail",
            ["matchConstraints"] = PolicyParts.PodsAndDebugContainers(),
            ["matchConditions"] = PolicyParts.MatchConditions(),
            ["variables"] = PolicyParts.Variables(set.Variables),
            ["validations"] = validations,
        });
    }
}

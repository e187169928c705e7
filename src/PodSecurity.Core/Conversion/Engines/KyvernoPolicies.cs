using System.Text.Json.Nodes;
using PodSecurity.Conversion.Expressions;

namespace PodSecurity.Conversion.Engines;

/// <summary>ValidatingPolicy and MutatingPolicy of Kyverno, which serves them as v1 since 1.17.</summary>
internal static class KyvernoPolicies
{
    public const string Requirement = "Kyverno 1.17 and later (for 1.16 write policies.kyverno.io/v1beta1)";

    private const string ApiVersion = "policies.kyverno.io/v1";

    public static IEnumerable<AdmissionPolicyLoss> Losses =>
    [
        AdmissionPolicyLoss.Different(
            null, "exclusions",
            "Kyverno leaves kube-system and its own namespace out as it is installed; PSP left out none.",
            "Look at resourceFilters and webhooks.namespaceSelector of its configuration."),
        AdmissionPolicyLoss.Different(
            null, "background",
            "Pods that are there already are not judged: a background scan knows no requester, so it would name pods that may run.",
            "Test-PodAgainstPsp judges them."),
    ];

    public static IEnumerable<JsonObject> Of(PolicySet set, AdmissionPolicyOptions options) =>
    [
        .. options.IncludeMutation ? [Mutating(new PodMutation(set), options)] : Array.Empty<JsonObject>(),
        PolicyParts.Object(ApiVersion, "ValidatingPolicy", options.Name, new JsonObject
        {
            ["validationActions"] = PolicyParts.Texts(options.Action.ToString()),
            ["failurePolicy"] = "Fail",
            ["matchConstraints"] = PolicyParts.PodsAndDebugContainers(),
            ["matchConditions"] = PolicyParts.MatchConditions(),
            ["variables"] = PolicyParts.Variables(set.Variables),
            ["validations"] = PolicyParts.Validations(set),
            ["autogen"] = PodsAlone(),
            ["evaluation"] = AtAdmissionAlone(),
        }),
    ];

    private static JsonObject Mutating(PodMutation mutation, AdmissionPolicyOptions options) => PolicyParts.Object(
        ApiVersion, "MutatingPolicy", options.Name, new JsonObject
        {
            ["failurePolicy"] = options.Action == AdmissionPolicyAction.Deny ? "Fail" : "Ignore",
            ["reinvocationPolicy"] = "IfNeeded",
            ["matchConstraints"] = PolicyParts.NewPods(),
            ["variables"] = PolicyParts.Variables(mutation.Variables),
            ["mutations"] = PolicyParts.Mutations(mutation),
            ["autogen"] = PodsAlone(),
            ["evaluation"] = AtAdmissionAlone(),
        });

    // PSP judged pods, never what makes them.
    private static JsonObject PodsAlone() => new() { ["podControllers"] = new JsonObject { ["controllers"] = new JsonArray() } };

    private static JsonObject AtAdmissionAlone() => new() { ["background"] = new JsonObject { ["enabled"] = false } };
}

using System.Text.Json.Nodes;
using PodSecurity.Conversion.Cel;
using PodSecurity.Conversion.Expressions;

namespace PodSecurity.Conversion.Engines;

/// <summary>A ConstraintTemplate with CEL, and the constraint that puts it in force.</summary>
internal static class GatekeeperPolicies
{
    public const string Requirement = "Gatekeeper 3.17 and later";

    public static IEnumerable<AdmissionPolicyLoss> Losses(AdmissionPolicyOptions options) =>
    [
        .. options.IncludeMutation
            ? new[]
            {
                AdmissionPolicyLoss.NotExpressible(
                    null, "mutation", "Gatekeeper's mutations know no CEL and cannot choose a policy, so nothing is filled in.",
                    "Use MutatingAdmissionPolicy beside it: -Engine Kubernetes -IncludeMutation."),
            }
            : [],
        AdmissionPolicyLoss.Different(
            null, "audit", "Gatekeeper's audit of pods that are there knows no requester: only grants to service accounts count in it.",
            "Test-PodAgainstPsp judges them as their creators."),
    ];

    public static IEnumerable<JsonObject> Of(PolicySet set, AdmissionPolicyOptions options) =>
    [
        PolicyParts.Object("templates.gatekeeper.sh/v1", "ConstraintTemplate", NameOf(options), new JsonObject
        {
            ["crd"] = new JsonObject { ["spec"] = new JsonObject { ["names"] = new JsonObject { ["kind"] = Kind(options) } } },
            ["targets"] = PolicyParts.List(
            [
                new JsonObject
                {
                    ["target"] = "admission.k8s.gatekeeper.sh",
                    ["code"] = PolicyParts.List(
                        [new JsonObject { ["engine"] = "K8sNativeValidation", ["source"] = Source(set) }]),
                },
            ]),
        }),
        PolicyParts.Object("constraints.gatekeeper.sh/v1beta1", Kind(options), options.Name, new JsonObject
        {
            ["enforcementAction"] = options.Action switch
            {
                AdmissionPolicyAction.Deny => "deny",
                AdmissionPolicyAction.Warn => "warn",
                _ => "dryrun",
            },
            ["match"] = new JsonObject
            {
                ["kinds"] = PolicyParts.List(
                    [new JsonObject { ["apiGroups"] = PolicyParts.Texts(""), ["kinds"] = PolicyParts.Texts("Pod") }]),
            },
        }),
    ];

    private static JsonObject Source(PolicySet set) => new()
    {
        ["failurePolicy"] = "Fail",
        ["matchCondition"] = MatchConditions(),
        ["variables"] = PolicyParts.Variables(set.Variables),
        ["validations"] = PolicyParts.Validations(set),
    };

    // Gatekeeper can be told to look at deletions, which have no object. The field is in the singular here.
    private static JsonArray MatchConditions()
    {
        var conditions = PolicyParts.MatchConditions();
        conditions.Insert(0, new JsonObject
        {
            ["name"] = "not-deletions",
            ["expression"] = CelObject.Request.String("operation").IsNot("DELETE").Text,
        });
        return conditions;
    }

    // The template has the name of its kind in small letters.
    private static string NameOf(AdmissionPolicyOptions options) => Kind(options).ToLowerInvariant();

    private static string Kind(AdmissionPolicyOptions options) => string.Concat(options.Name.Split('-', '.', '_').Select(
        word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));
}

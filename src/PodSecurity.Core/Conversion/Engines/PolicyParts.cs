using System.Text.Json.Nodes;
using PodSecurity.Conversion.Expressions;
using PodSecurity.Conversion.Fields;

namespace PodSecurity.Conversion.Engines;

/// <summary>Parts that the objects of all engines have in the same form.</summary>
internal static class PolicyParts
{
    public static JsonObject Object(string apiVersion, string kind, string name, JsonObject spec) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = spec,
    };

    public static JsonArray Variables(IEnumerable<CelVariable> variables) => List(variables.Select(variable =>
        new JsonObject { ["name"] = variable.Name, ["expression"] = variable.Expression.Text }));

    public static JsonArray Validations(PolicySet set) => List(
    [
        new JsonObject
        {
            ["expression"] = set.Verdict.Text,
            ["message"] = RefusalText.Plain,
            ["messageExpression"] = RefusalText.Of(set).Text,
        },
    ]);

    public static JsonArray Mutations(PodMutation mutation) => List(mutation.Mutations.Select(patches => new JsonObject
    {
        ["patchType"] = "JSONPatch",
        ["jsonPatch"] = new JsonObject { ["expression"] = patches.Text },
    }));

    /// <summary>Updates that touch nothing which policies look at.</summary>
    public static JsonArray MatchConditions() => List(
    [
        new JsonObject { ["name"] = "not-only-owners-or-finalizers", ["expression"] = PolicySet.IsWorthJudging.Text },
    ]);

    /// <summary>Pods, and debug containers that are added to them.</summary>
    public static JsonObject PodsAndDebugContainers() => new()
    {
        ["resourceRules"] = List([Pods("CREATE", "UPDATE"), Rule("pods/ephemeralcontainers", "UPDATE")]),
    };

    public static JsonObject NewPods() => new() { ["resourceRules"] = List([Pods("CREATE")]) };

    public static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    public static JsonArray Texts(params IEnumerable<string> texts) => List(texts.Select(text => (JsonNode)text));

    private static JsonObject Pods(params string[] operations) => Rule("pods", operations);

    private static JsonObject Rule(string resource, params string[] operations) => new()
    {
        ["apiGroups"] = Texts(""),
        ["apiVersions"] = Texts("v1"),
        ["operations"] = Texts(operations),
        ["resources"] = Texts(resource),
    };
}

using System.Text.Json.Nodes;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>What an engine does with a generated policy: match conditions, variables, validations, messages.</summary>
internal sealed class AdmissionServer(AdmissionPolicyConversion conversion, CelEngine engine)
{
    private readonly JsonNode _spec = Spec(conversion);

    /// <summary>The refusal of a request; null when it is allowed.</summary>
    public string? Refusal(AdmissionRequest request)
    {
        var scope = request.Scope();
        var conditions = (_spec["matchConditions"] ?? _spec["matchCondition"])!.AsArray();
        if (conditions.Any(condition => !(bool)engine.Evaluate((string)condition!["expression"]!, scope)!))
        {
            return null;
        }
        scope["variables"] = new PolicyVariables(_spec["variables"]!.AsArray(), request.Scope(), engine.EvaluateLines).All();
        var validation = _spec["validations"]!.AsArray().Single()!;
        return (bool)engine.Evaluate((string)validation["expression"]!, scope)!
            ? null
            : (string)engine.Evaluate((string)validation["messageExpression"]!, scope)!;
    }

    private static JsonNode Spec(AdmissionPolicyConversion conversion)
    {
        var policy = conversion.Documents.Select(document => document.ToJson()).Single(
            document => (string)document["kind"]! is "ValidatingAdmissionPolicy" or "ValidatingPolicy" or "ConstraintTemplate")["spec"]!;
        return policy["targets"]?[0]!["code"]![0]!["source"] ?? policy;
    }
}

/// <summary>A request about a pod.</summary>
internal sealed record AdmissionRequest(JsonObject Pod, Func<TestAuthorizer, bool> Authorizer)
{
    public const string Namespace = "team-a";

    /// <summary>The requester, for engines that have no authorizer.</summary>
    public JsonObject? UserInfo { get; init; }

    /// <summary>The pod before an update; null when it is created.</summary>
    public JsonObject? OldPod { get; init; }

    public Dictionary<string, object?> Scope() => new()
    {
        ["object"] = CelEngine.Value(Pod),
        ["oldObject"] = CelEngine.Value(OldPod),
        ["request"] = Request(),
        ["authorizer"] = new TestAuthorizer(Authorizer),
    };
    private Dictionary<string, object?> Request()
    {
        var request = new Dictionary<string, object?>
        {
            ["namespace"] = Namespace,
            ["operation"] = OldPod is null ? "CREATE" : "UPDATE",
        };
        if (UserInfo is not null)
        {
            request["userInfo"] = CelEngine.Value(UserInfo);
        }
        return request;
    }
}

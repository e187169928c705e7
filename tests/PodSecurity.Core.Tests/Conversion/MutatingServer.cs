using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodSecurity.Core.Tests.Conversion;

/// <summary>What the API server does with a generated mutating policy: each mutation sees the pod as the one before left it.</summary>
internal sealed class MutatingServer(AdmissionPolicyConversion conversion, CelEngine engine)
{
    private readonly JsonNode _spec = conversion.Documents.Select(document => document.ToJson())
        .Single(document => (string)document["kind"]! is "MutatingAdmissionPolicy" or "MutatingPolicy")["spec"]!;

    public JsonObject Mutate(AdmissionRequest request)
    {
        var pod = request.Pod;
        foreach (var mutation in _spec["mutations"]!.AsArray())
        {
            var scope = (request with { Pod = pod }).Scope();
            var variables = new PolicyVariables(_spec["variables"]!.AsArray(), scope, Evaluate);
            scope["variables"] = variables.All();
            pod = Patched(pod, (IEnumerable)Evaluate((string)mutation!["jsonPatch"]!["expression"]!, scope)!);
        }
        return pod;
    }

    private object? Evaluate(string expression, IReadOnlyDictionary<string, object?> scope) =>
        engine.EvaluateLines(PatchDialect.Translate(expression), scope);

    private static JsonObject Patched(JsonObject pod, IEnumerable operations)
    {
        var patched = pod.DeepClone().AsObject();
        foreach (var operation in operations.Cast<IDictionary>())
        {
            var steps = ((string)operation["path"]!).Split('/')[1..].Select(
                step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
            var owner = steps[..^1].Aggregate<string, JsonNode>(patched, (node, step) => node is JsonArray list
                ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]!
                : node[step] ?? throw new InvalidOperationException($"{operation["path"]}: there is no {step}"));
            owner.AsObject()[steps[^1]] = JsonSerializer.SerializeToNode(operation["value"]);
        }
        return patched;
    }
}

/// <summary>The variables of a policy, in their order.</summary>
internal sealed class PolicyVariables(
    JsonArray variables, Dictionary<string, object?> scope, Func<string, IReadOnlyDictionary<string, object?>, object?> evaluate)
{
    public Dictionary<string, object?> All()
    {
        var values = new Dictionary<string, object?>();
        var all = new Dictionary<string, object?>(scope) { ["variables"] = values };
        foreach (var variable in variables)
        {
            values.Add((string)variable!["name"]!, evaluate((string)variable["expression"]!, all));
        }
        return values;
    }
}

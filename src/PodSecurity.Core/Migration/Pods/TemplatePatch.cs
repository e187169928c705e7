using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Migration.Pods;

/// <summary>The strategic merge patch that writes fields into the pod template of an object.</summary>
internal static class TemplatePatch
{
    /// <summary>The patch, with what kustomize and kubectl find its object by.</summary>
    public static JsonObject Of(Workload workload, IEnumerable<KeyValuePair<PodField, object?>> writes)
    {
        var metadata = new JsonObject { ["name"] = workload.Name };
        if (workload.Namespace is not null)
        {
            metadata["namespace"] = workload.Namespace;
        }
        var patch = new JsonObject { ["apiVersion"] = workload.ApiVersion, ["kind"] = workload.Kind, ["metadata"] = metadata };
        var pod = workload.PodPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(patch, Child);
        foreach (var (field, value) in writes)
        {
            Write(pod, field, value);
        }
        return patch;
    }

    private static void Write(JsonObject pod, PodField field, object? value)
    {
        if (field.IsAnnotation)
        {
            Child(Child(pod, "metadata"), "annotations")[field.Name] = (string?)value;
            // From 1.27 on only the field counts, up to 1.24 the policy looks at the annotation.
            if (field.Name == ProfileAnnotations.PodSeccompKey && SeccompProfiles.FieldFor((string)value!) is { } profile)
            {
                Child(Child(pod, "spec"), "securityContext")["seccompProfile"] = ToJson(profile);
            }
            return;
        }
        var steps = field.Name.Split('.');
        var owner = field.List is null ? Child(pod, "spec") : Item(Child(pod, "spec"), field.List, field.Item!);
        steps[..^1].Aggregate(owner, Child)[steps[^1]] = ToJson(field, value);
    }

    private static JsonNode? ToJson(PodField field, object? value) => value switch
    {
        bool flag => flag,
        long number => number,
        string label when field.Name.EndsWith("seLinuxOptions", StringComparison.Ordinal) => LabelToJson(label),
        string text => text,
        IEnumerable<long> numbers => new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        IEnumerable<string> names => new JsonArray([.. names.Select(name => (JsonNode)name)]),
        _ => null,
    };

    private static JsonObject LabelToJson(string label)
    {
        string[] names = ["user", "role", "type", "level"];
        var parts = names.Zip(label.Split(':', 4)).Where(part => part.Second.Length > 0);
        return new(parts.Select(part => KeyValuePair.Create(part.First, (JsonNode?)part.Second)));
    }

    private static JsonObject ToJson(SeccompProfile profile) => profile.LocalhostProfile is { } path
        ? new() { ["type"] = profile.Type, ["localhostProfile"] = path }
        : new() { ["type"] = profile.Type };

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }
        return child;
    }

    private static JsonObject Item(JsonObject parent, string list, string name)
    {
        if (parent[list] is not JsonArray items)
        {
            parent[list] = items = [];
        }
        if (items.OfType<JsonObject>().FirstOrDefault(item => (string?)item["name"] == name) is not { } found)
        {
            items.Add((JsonNode)(found = new() { ["name"] = name }));
        }
        return found;
    }
}

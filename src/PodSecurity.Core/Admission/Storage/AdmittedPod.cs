using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Manifests;

namespace PodSecurity.Admission.Storage;

/// <summary>
/// Builds the pod that the server would store: the manifest with API defaults, the service account's volume, the policy's changes and
/// the server's own preparation, without what the release does not store. Fields that no release up to this day knows stay as they are.
/// </summary>
internal static class AdmittedPod
{
    /// <summary>The pod, or for a template the pod that its controller would create, without a name as that is generated.</summary>
    public static JsonObject Build(Workload workload, AdmissionDecision decision, string @namespace)
    {
        var pod = Envelope(workload, @namespace);
        var spec = pod.Ensure("spec");
        spec.RemoveEmpty();
        LaterFields.Remove(spec, decision.Release);
        ServiceAccountVolume.Apply(spec, workload.Pod, decision);
        PodDefaults.Apply(spec);
        foreach (var mutation in decision.Mutations)
        {
            pod.SetAt(mutation.Path, ToJson(mutation.NewValue));
        }
        if (decision.IsOfUpdate)
        {
            return pod;
        }
        if (decision.Policy is { } policy)
        {
            pod.Ensure("metadata").Ensure("annotations")[PodAnnotations.Policy] = policy.Name;
        }
        ServerPreparation.Apply(pod, decision.Release);
        return pod;
    }

    private static JsonObject Envelope(Workload workload, string @namespace)
    {
        JsonNode root = ManifestBody.Read(workload.Document);
        var source = Locate(root, workload.PodPath);
        if (workload.Kind == "StatefulSet")
        {
            AddClaims(root.AsObject(), source.AsObject().Ensure("spec"), workload.Name);
        }
        var metadata = (source["metadata"]?.DeepClone() as JsonObject) ?? [];
        metadata.RemoveEmpty();
        metadata["namespace"] = @namespace;
        // As a client prints an object whose time of creation is not known yet.
        metadata["creationTimestamp"] = null;
        return new JsonObject
        {
            ["kind"] = "Pod",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata,
            ["spec"] = source["spec"]?.DeepClone() ?? new JsonObject(),
            ["status"] = new JsonObject(),
        };
    }

    // The controller gives each pod a claim of its own for every template; these are the first pod's.
    private static void AddClaims(JsonObject set, JsonObject spec, string setName)
    {
        var names = set.ObjectsAt("spec.volumeClaimTemplates[].metadata").Select(
            metadata => (string?)metadata["name"] ?? "").Distinct().ToList();
        var others = spec.ObjectsAt("volumes[]").Where(volume => !names.Contains((string?)volume["name"] ?? "")).Select(
            volume => volume.DeepClone());
        if (names.Count > 0)
        {
            spec["volumes"] = new JsonArray([.. names.Select(name => (JsonNode)ClaimVolume(name, $"{name}-{setName}-0")), .. others]);
        }
    }

    private static JsonObject ClaimVolume(string name, string claim) =>
        new() { ["name"] = name, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } };

    private static JsonNode Locate(JsonNode root, string pointer) =>
        pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (node, step) => node[step] ?? new JsonObject());

    private static JsonNode? ToJson(object? value) => value switch
    {
        bool flag => flag,
        long number => number,
        string text => text,
        IReadOnlyList<long> { Count: > 0 } numbers => new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        IReadOnlyList<string> { Count: > 0 } texts => new JsonArray([.. texts.Select(text => (JsonNode)text!)]),
        SELinuxOptions label => new JsonObject(
            new[] { ("user", label.User), ("role", label.Role), ("type", label.Type), ("level", label.Level) }
                .Where(part => part.Item2.Length > 0).Select(part => KeyValuePair.Create(part.Item1, (JsonNode?)part.Item2))),
        _ => null,
    };
}

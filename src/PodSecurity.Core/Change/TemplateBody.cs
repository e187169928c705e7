using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Change;

/// <summary>The pod template in a workload's body: all that this module ever changes of a workload.</summary>
public static class TemplateBody
{
    /// <summary>The resources whose templates can be changed. A Job's never changes.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } =
    [
        ResourceTypes.Deployments, ResourceTypes.StatefulSets, ResourceTypes.DaemonSets, ResourceTypes.ReplicaSets,
        ResourceTypes.ReplicationControllers, ResourceTypes.PodTemplates, ResourceTypes.CronJobs, ResourceTypes.CronJobsV1Beta1,
    ];

    /// <summary>The workload as it is now, with the template of another body of it.</summary>
    internal static JsonObject Restored(ResourceType type, JsonObject current, JsonObject former)
    {
        var path = PodLocation.Of(new ManifestType(type.ApiVersion, type.Kind))!.Fields;
        var restored = current.DeepClone().AsObject();
        Owner(restored, path)[path[^1]] = Owner(former, path)[path[^1]]?.DeepClone();
        return restored;
    }

    private static JsonNode Owner(JsonNode body, IReadOnlyList<string> path) =>
        path.SkipLast(1).Aggregate(body, (node, field) => node[field] ?? new JsonObject());
}

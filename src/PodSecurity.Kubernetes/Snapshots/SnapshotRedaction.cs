using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>
/// Takes out of an object what no verdict needs and what may be confidential: environment variables and commands of containers, of probes
/// all but the hosts that they name, details of volumes, annotations (kubectl keeps a copy of the whole object in one) and the status but
/// for what says that
/// something has finished.
/// </summary>
internal static class SnapshotRedaction
{
    private static readonly string[] ContainerLists = ["initContainers", "containers", "ephemeralContainers"];

    private static readonly string[] ConfidentialInContainers =
        ["env", "envFrom", "command", "args"];

    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private static readonly string[] RuleKinds = ["PodSecurityPolicy", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];

    /// <summary>Changes the object.</summary>
    public static void Apply(JsonObject body)
    {
        var isRule = RuleKinds.Contains((string?)body["kind"]);
        foreach (var pod in PodLocation.All.Select(location => Descend(body, location.Fields)).OfType<JsonObject>())
        {
            if (pod["metadata"] is JsonObject metadata)
            {
                metadata.Remove("managedFields");
                KeepAnnotations(metadata, isRule ? IsNoCopy : PodAnnotations.Decides);
            }
            if (pod["spec"] is JsonObject spec)
            {
                RedactPod(spec);
            }
        }
        KeepStatus(body);
    }

    private static void RedactPod(JsonObject spec)
    {
        foreach (var container in ContainerLists.SelectMany(list => Objects(spec[list])))
        {
            RemoveAll(container, ConfidentialInContainers);
            KeepHosts(container, Probes);
            if (container["lifecycle"] is JsonObject lifecycle)
            {
                KeepHosts(lifecycle, [.. lifecycle.Select(handler => handler.Key)]);
            }
        }
        foreach (var (source, details) in Objects(spec["volumes"]).SelectMany(volume => volume))
        {
            // Policies look into these two; of all others, only the driver counts.
            if (details is JsonObject map && source is not (VolumeTypes.HostPath or VolumeTypes.Projected))
            {
                RemoveAll(map, [.. map.Select(field => field.Key).Where(field => field != "driver")]);
            }
        }
    }

    /// <summary>Of probes and handlers, the standards look at the host that they name.</summary>
    private static void KeepHosts(JsonObject map, IEnumerable<string> handlers)
    {
        foreach (var handler in handlers)
        {
            var hosts = (map[handler] as JsonObject ?? []).Where(action => (action.Value as JsonObject)?["host"] is not null)
                .Select(action => KeyValuePair.Create(
                    action.Key, (JsonNode?)new JsonObject { ["host"] = action.Value!["host"]!.DeepClone() }));
            var kept = new JsonObject(hosts);
            map.Remove(handler);
            if (kept.Count > 0)
            {
                map[handler] = kept;
            }
        }
    }

    private static void KeepAnnotations(JsonObject metadata, Func<string, bool> keep)
    {
        if (metadata["annotations"] is not JsonObject annotations)
        {
            return;
        }
        RemoveAll(annotations, [.. annotations.Select(annotation => annotation.Key).Where(key => !keep(key))]);
        if (annotations.Count == 0)
        {
            metadata.Remove("annotations");
        }
    }

    private static bool IsNoCopy(string annotation) => annotation != "kubectl.kubernetes.io/last-applied-configuration";

    // A pod says by its phase, a Job by its conditions that it makes no more pods.
    private static void KeepStatus(JsonObject body)
    {
        if (body["status"] is not JsonObject status)
        {
            return;
        }
        RemoveAll(status, [.. status.Select(field => field.Key).Where(field => field is not ("phase" or "conditions"))]);
        foreach (var condition in Objects(status["conditions"]))
        {
            RemoveAll(condition, [.. condition.Select(field => field.Key).Where(field => field is not ("type" or "status"))]);
        }
        if (status.Count == 0)
        {
            body.Remove("status");
        }
    }

    private static JsonNode? Descend(JsonObject body, IEnumerable<string> path) =>
        path.Aggregate((JsonNode?)body, (node, field) => (node as JsonObject)?[field]);

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];

    private static void RemoveAll(JsonObject map, IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            map.Remove(field);
        }
    }
}

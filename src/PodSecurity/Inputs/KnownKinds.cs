using PodSecurity.Manifests;

namespace PodSecurity.Inputs;

/// <summary>
/// The kinds of Kubernetes' own API groups that make or restrict pods. A kind that is not among them is a spelling mistake, and skipping it
/// silently would leave a workload unjudged; in the groups of others, which have a dot in their names, anything may exist.
/// </summary>
internal static class KnownKinds
{
    private static readonly Dictionary<string, string[]> Groups = new()
    {
        [""] =
        [
            "Binding", "ComponentStatus", "ConfigMap", "Endpoints", "Event", "LimitRange", "List", "Namespace", "Node", "PersistentVolume",
            "PersistentVolumeClaim", "Pod", "PodTemplate", "ReplicationController", "ResourceQuota", "Secret", "Service", "ServiceAccount",
        ],
        ["apps"] = ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
        ["autoscaling"] = ["HorizontalPodAutoscaler", "Scale"],
        ["batch"] = ["CronJob", "Job", "JobTemplate"],
        ["extensions"] = ["DaemonSet", "Deployment", "Ingress", "NetworkPolicy", "PodSecurityPolicy", "ReplicaSet", "Scale"],
        ["policy"] = ["Eviction", "PodDisruptionBudget", "PodSecurityPolicy"],
    };

    public static bool IsMisspelt(ManifestType type) =>
        Groups.TryGetValue(type.Group, out var kinds) ? !kinds.Contains(type.Kind) : !type.Group.Contains('.');
}

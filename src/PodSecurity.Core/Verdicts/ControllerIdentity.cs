using PodSecurity.Api;

namespace PodSecurity.Verdicts;

/// <summary>Who creates the pods of a workload: each controller of kube-controller-manager acts as its own service account.</summary>
public static class ControllerIdentity
{
    private static readonly Dictionary<string, (PolicyIdentity Controller, string[] Groups)> Known = new()
    {
        ["Deployment"] = Controller("replicaset-controller", "apps", "extensions"),
        ["ReplicaSet"] = Controller("replicaset-controller", "apps", "extensions"),
        ["ReplicationController"] = Controller("replication-controller", ""),
        ["StatefulSet"] = Controller("statefulset-controller", "apps"),
        ["DaemonSet"] = Controller("daemon-set-controller", "apps", "extensions"),
        ["Job"] = Controller("job-controller", "batch"),
        ["CronJob"] = Controller("job-controller", "batch"),
    };

    /// <summary>
    /// Who would create the workload's pod: the controller of a template, the controller of a pod that has one, the kubelet of a static
    /// pod's mirror, and otherwise <paramref name="user"/>. Null when nobody knows (custom controllers, a bare pod without a user).
    /// </summary>
    public static PolicyIdentity? CreatorOf(Workload workload, PolicyIdentity? user) => workload switch
    {
        { Kind: not "Pod" } => OfKind(workload.Kind, workload.ApiVersion),
        { Controller: { Kind: "Node" } node } => OfNode(node.Name),
        { Controller: { } controller } => OfKind(controller.Kind, controller.ApiVersion),
        _ => user,
    };

    /// <summary>
    /// The creator of the pods of a template of this kind; null when no controller of Kubernetes does it (custom kinds, PodTemplate).
    /// </summary>
    /// <param name="apiVersion">Tells Kubernetes' own Job from another maker's; null takes the kind at its word.</param>
    /// <remarks>A Deployment's pods are created by the ReplicaSet controller and a CronJob's by the Job controller.</remarks>
    public static PolicyIdentity? OfKind(string kind, string? apiVersion = null) =>
        Known.TryGetValue(kind, out var known) && (apiVersion is not { Length: > 0 } || known.Groups.Contains(GroupOf(apiVersion)))
            ? known.Controller
            : null;

    /// <summary>The kubelet that mirrors a static pod to the API server.</summary>
    public static PolicyIdentity OfNode(string node) => PolicyIdentity.ForUser($"system:node:{node}", ["system:nodes"]);

    // "" is the group of apiVersion v1.
    private static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "";

    private static (PolicyIdentity Controller, string[] Groups) Controller(string account, params string[] groups) =>
        (PolicyIdentity.ForServiceAccount("kube-system", account), groups);
}

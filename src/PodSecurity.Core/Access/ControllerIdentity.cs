using PodSecurity.Admission;

namespace PodSecurity.Access;

/// <summary>Who creates the pods of a workload: each controller of kube-controller-manager acts as its own service account.</summary>
public static class ControllerIdentity
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

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

    /// <summary>The creator of the pods of a template of this kind; null when no controller of Kubernetes does it (custom kinds, PodTemplate).</summary>
    /// <param name="apiVersion">Tells Kubernetes' own Job from another maker's; null takes the kind at its word.</param>
    /// <remarks>A Deployment's pods are created by the ReplicaSet controller and a CronJob's by the Job controller.</remarks>
    public static PolicyIdentity? OfKind(string kind, string? apiVersion = null) =>
        Known(kind) is (var account, var groups) && (apiVersion is not { Length: > 0 } || groups.Contains(apiVersion.Split('/')[0]))
            ? PolicyIdentity.ForServiceAccount("kube-system", account)
            : null;

    /// <summary>The kubelet that mirrors a static pod to the API server.</summary>
    public static PolicyIdentity OfNode(string node) => PolicyIdentity.ForUser($"system:node:{node}", ["system:nodes"]);

    /// <summary>Whether the pod is what a kubelet shows of a static pod.</summary>
    internal static bool IsMirror(this Pod pod) => pod.Annotations?.ContainsKey(MirrorAnnotation) == true;

    private static (string Account, string[] Groups)? Known(string kind) => kind switch
    {
        "Deployment" or "ReplicaSet" => ("replicaset-controller", ["apps", "extensions"]),
        "ReplicationController" => ("replication-controller", ["v1"]),
        "StatefulSet" => ("statefulset-controller", ["apps"]),
        "DaemonSet" => ("daemon-set-controller", ["apps", "extensions"]),
        "Job" or "CronJob" => ("job-controller", ["batch"]),
        _ => null,
    };
}

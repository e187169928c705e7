namespace PodSecurity.Access;

/// <summary>Who creates the pods of a workload: each controller of kube-controller-manager acts as its own service account.</summary>
public static class ControllerIdentity
{
    /// <summary>The creator of the pods of a template of this kind; null when no controller of Kubernetes does it (custom kinds, PodTemplate).</summary>
    /// <remarks>A Deployment's pods are created by the ReplicaSet controller and a CronJob's by the Job controller.</remarks>
    public static PolicyIdentity? OfKind(string kind) => ServiceAccountOf(kind) is { } name
        ? PolicyIdentity.ForServiceAccount("kube-system", name)
        : null;

    /// <summary>The kubelet that mirrors a static pod to the API server.</summary>
    public static PolicyIdentity OfNode(string node) => PolicyIdentity.ForUser($"system:node:{node}", ["system:nodes"]);

    private static string? ServiceAccountOf(string kind) => kind switch
    {
        "Deployment" or "ReplicaSet" => "replicaset-controller",
        "ReplicationController" => "replication-controller",
        "StatefulSet" => "statefulset-controller",
        "DaemonSet" => "daemon-set-controller",
        "Job" or "CronJob" => "job-controller",
        _ => null,
    };
}

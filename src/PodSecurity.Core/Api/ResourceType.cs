namespace PodSecurity.Api;

/// <summary>A resource of the Kubernetes API: enough to build its path and to name it to people.</summary>
/// <param name="Group">API group, <c>""</c> for the core group.</param>
/// <param name="Plural">As in the path, for example <c>podsecuritypolicies</c>.</param>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    /// <summary>For example <c>policy/v1beta1</c> or <c>v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}

/// <summary>The resources that this module reads or writes.</summary>
public static class ResourceTypes
{
    /// <summary>The API group of policies, and the one that they came from, which servers still honour in rules and manifests.</summary>
    public static IReadOnlyList<string> PolicyGroups { get; } = ["policy", "extensions"];

    public static ResourceType PodSecurityPolicies { get; } = new("policy", "v1beta1", "podsecuritypolicies", "PodSecurityPolicy", false);

    public static ResourceType ClusterRoles { get; } = Rbac("clusterroles", "ClusterRole", false);
    public static ResourceType ClusterRoleBindings { get; } = Rbac("clusterrolebindings", "ClusterRoleBinding", false);
    public static ResourceType Roles { get; } = Rbac("roles", "Role", true);
    public static ResourceType RoleBindings { get; } = Rbac("rolebindings", "RoleBinding", true);

    public static ResourceType Namespaces { get; } = new("", "v1", "namespaces", "Namespace", false);
    public static ResourceType ServiceAccounts { get; } = new("", "v1", "serviceaccounts", "ServiceAccount", true);

    public static ResourceType Pods { get; } = new("", "v1", "pods", "Pod", true);
    public static ResourceType PodTemplates { get; } = new("", "v1", "podtemplates", "PodTemplate", true);
    public static ResourceType ReplicationControllers { get; } = new("", "v1", "replicationcontrollers", "ReplicationController", true);
    public static ResourceType Deployments { get; } = new("apps", "v1", "deployments", "Deployment", true);
    public static ResourceType ReplicaSets { get; } = new("apps", "v1", "replicasets", "ReplicaSet", true);
    public static ResourceType StatefulSets { get; } = new("apps", "v1", "statefulsets", "StatefulSet", true);
    public static ResourceType DaemonSets { get; } = new("apps", "v1", "daemonsets", "DaemonSet", true);
    public static ResourceType Jobs { get; } = new("batch", "v1", "jobs", "Job", true);

    /// <summary>The only CronJob API before Kubernetes 1.21.</summary>
    public static ResourceType CronJobsV1Beta1 { get; } = new("batch", "v1beta1", "cronjobs", "CronJob", true);
    public static ResourceType CronJobs { get; } = new("batch", "v1", "cronjobs", "CronJob", true);

    /// <summary>The resource of an object that names its type; null for types that this module has nothing to do with.</summary>
    public static ResourceType? Find(string apiVersion, string kind) =>
        All.FirstOrDefault(type => type.ApiVersion == apiVersion && type.Kind == kind);

    /// <summary>
    /// The resource that <see cref="ResourceType.ToString"/> names, as kubectl takes it: <c>podsecuritypolicies.policy</c>.
    /// </summary>
    public static ResourceType? Find(string name) => All.FirstOrDefault(type => type.ToString() == name);

    private static IEnumerable<ResourceType> All =>
    [
        PodSecurityPolicies, ClusterRoles, ClusterRoleBindings, Roles, RoleBindings, Namespaces, ServiceAccounts, Pods, PodTemplates,
        ReplicationControllers, Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs, CronJobsV1Beta1, CronJobs,
    ];

    private static ResourceType Rbac(string plural, string kind, bool namespaced) =>
        new("rbac.authorization.k8s.io", "v1", plural, kind, namespaced);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;

namespace PodSecurity.Eks;

/// <summary>
/// What Amazon EKS puts into a new cluster (Kubernetes 1.13 to 1.24): a policy that allows everything, the role to use it, and the
/// binding that gives the role to everybody. The three work as a unit; without one of them the others do nothing.
/// </summary>
public static class EksDefault
{
    public const string PolicyName = "eks.privileged";
    public const string ClusterRoleName = "eks:podsecuritypolicy:privileged";
    public const string ClusterRoleBindingName = "eks:podsecuritypolicy:authenticated";

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>A new copy of the policy as shipped.</summary>
    public static PodSecurityPolicy Policy() => ShippedObjects.Read("eks-policy.json", KubernetesJson.Default.PodSecurityPolicy);

    /// <summary>A new copy of the role as shipped.</summary>
    public static RbacRole ClusterRole() => ShippedObjects.Read("eks-cluster-role.json", KubernetesJson.Default.RbacRole);

    /// <summary>A new copy of the binding as shipped.</summary>
    public static RbacBinding ClusterRoleBinding() =>
        ShippedObjects.Read("eks-cluster-role-binding.json", KubernetesJson.Default.RbacBinding);

    /// <summary>Compares what a cluster has under the three names with what EKS ships; null means that the object does not exist.</summary>
    /// <param name="bindings">All bindings of the cluster, to find others that give the role away; null when nobody looked.</param>
    public static EksDefaultStatus Inspect(
        PodSecurityPolicy? policy, RbacRole? clusterRole, RbacBinding? clusterRoleBinding, IEnumerable<RbacBinding>? bindings = null)
    {
        EksDefaultFinding[] findings =
        [
            .. Compare($"PodSecurityPolicy/{PolicyName}", Policy(), policy, KubernetesJson.Default.PodSecurityPolicy),
            .. Compare($"ClusterRole/{ClusterRoleName}", ClusterRole(), clusterRole, KubernetesJson.Default.RbacRole),
            .. Compare($"ClusterRoleBinding/{ClusterRoleBindingName}", ClusterRoleBinding(), clusterRoleBinding,
                KubernetesJson.Default.RbacBinding),
            .. (bindings ?? []).Where(GivesTheRoleAway).Select(ExtraBinding),
        ];
        return new(policy, clusterRole, clusterRoleBinding, findings);
    }

    private static IEnumerable<EksDefaultFinding> Compare<T>(string name, T shipped, T? found, JsonTypeInfo<T> type)
        where T : class => found is null
        ? [new EksDefaultFinding(name, nameof(EksDefaultFindingKind.Missing), null)]
        : FieldDifference.Between(ToJson(shipped, type), ToJson(found, type))
            .Select(difference => new EksDefaultFinding(name, nameof(EksDefaultFindingKind.Altered), difference));

    /// <summary>What kubectl notes about itself is no alteration.</summary>
    private static JsonObject ToJson<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToNode(value, type)!.AsObject();
        (json["metadata"]?["annotations"] as JsonObject)?.Remove(LastApplied);
        return json;
    }

    private static bool GivesTheRoleAway(RbacBinding binding) =>
        binding.RoleRef is { Kind: "ClusterRole", Name: ClusterRoleName }
        && binding is not { Kind: "ClusterRoleBinding", Metadata.Name: ClusterRoleBindingName };

    private static EksDefaultFinding ExtraBinding(RbacBinding binding) => new(
        string.Join(
            '/', new[] { binding.Kind, binding.Metadata.Namespace, binding.Metadata.Name }.Where(part => !string.IsNullOrEmpty(part))),
        nameof(EksDefaultFindingKind.ExtraBinding),
        null);
}

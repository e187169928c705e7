using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PodSecurity.Access;

namespace PodSecurity.Cluster;

/// <summary>Reads the policies and the RBAC objects of a cluster or snapshot.</summary>
public static class PolicyStateReader
{
    public static async Task<PolicyState> ReadAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var policies = new List<PodSecurityPolicy>();
        await foreach (var document in gateway.ListAsync(ResourceTypes.PodSecurityPolicies, null, cancellationToken).ConfigureAwait(false))
        {
            if (PolicyDecoder.Decode(document) is { } policy)
                policies.Add(policy);
        }
        return new PolicyState(
            policies,
            [
                .. await ReadAsync(gateway, ResourceTypes.ClusterRoles, KubernetesJson.Default.RbacRole, cancellationToken).ConfigureAwait(false),
                .. await ReadAsync(gateway, ResourceTypes.Roles, KubernetesJson.Default.RbacRole, cancellationToken).ConfigureAwait(false),
            ],
            [
                .. await ReadAsync(gateway, ResourceTypes.ClusterRoleBindings, KubernetesJson.Default.RbacBinding, cancellationToken).ConfigureAwait(false),
                .. await ReadAsync(gateway, ResourceTypes.RoleBindings, KubernetesJson.Default.RbacBinding, cancellationToken).ConfigureAwait(false),
            ]);
    }

    private static async Task<List<T>> ReadAsync<T>(
        IClusterGateway gateway, ResourceType type, JsonTypeInfo<T> json, CancellationToken cancellationToken)
    {
        var objects = new List<T>();
        await foreach (var document in gateway.ListAsync(type, null, cancellationToken).ConfigureAwait(false))
            objects.Add(JsonSerializer.Deserialize(document.Json.Span, json)!);
        return objects;
    }
}

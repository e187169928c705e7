using System.Runtime.CompilerServices;
using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Verdicts;

/// <summary>The resources of a cluster that decide about pods or make them.</summary>
public static class ClusterInventory
{
    private static readonly ResourceType[] Templates =
    [
        ResourceTypes.Deployments, ResourceTypes.StatefulSets, ResourceTypes.DaemonSets, ResourceTypes.ReplicaSets,
        ResourceTypes.ReplicationControllers, ResourceTypes.Jobs, ResourceTypes.PodTemplates,
    ];

    private static readonly ResourceType[] Rules =
    [
        ResourceTypes.PodSecurityPolicies, ResourceTypes.ClusterRoles, ResourceTypes.ClusterRoleBindings, ResourceTypes.Roles,
        ResourceTypes.RoleBindings, ResourceTypes.Namespaces, ResourceTypes.ServiceAccounts,
    ];

    /// <summary>
    /// Everything that has a pod template, owners before what they make; CronJobs in the newest version that the cluster serves.
    /// </summary>
    public static async IAsyncEnumerable<ResourceType> TemplatesAsync(
        IClusterGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await CronJobsAsync(gateway, cancellationToken).ConfigureAwait(false) is { } cronJobs)
        {
            yield return cronJobs;
        }
        foreach (var type in Templates)
        {
            yield return type;
        }
    }

    /// <summary>CronJobs in the newest version that the cluster serves; null when it serves none (or a snapshot holds none).</summary>
    public static async Task<ResourceType?> CronJobsAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        foreach (var type in new[] { ResourceTypes.CronJobs, ResourceTypes.CronJobsV1Beta1 })
        {
            if (await gateway.ServesAsync(type, cancellationToken).ConfigureAwait(false))
            {
                return type;
            }
        }
        return null;
    }

    /// <summary>Everything that a snapshot holds, in an order in which a reader can judge as it reads: rules, templates, pods.</summary>
    public static async Task<IReadOnlyList<ResourceType>> SnapshotAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var types = new List<ResourceType>();
        foreach (var type in Rules)
        {
            if (type != ResourceTypes.PodSecurityPolicies || await gateway.ServesAsync(type, cancellationToken).ConfigureAwait(false))
            {
                types.Add(type);
            }
        }
        await foreach (var type in TemplatesAsync(gateway, cancellationToken).ConfigureAwait(false))
        {
            types.Add(type);
        }
        types.Add(ResourceTypes.Pods);
        return types;
    }
}

using PodSecurity.Api;

namespace PodSecurity.Cluster;

/// <summary>Questions that every gateway answers in the same way.</summary>
public static class ClusterGatewayExtensions
{
    /// <summary>The API under which the cluster has its CronJobs: batch/v1, or before Kubernetes 1.21 batch/v1beta1.</summary>
    public static async Task<ResourceType> CronJobTypeAsync(this IClusterGateway gateway, CancellationToken cancellationToken) =>
        await gateway.ServesAsync(ResourceTypes.CronJobs, cancellationToken).ConfigureAwait(false) ? ResourceTypes.CronJobs : ResourceTypes.CronJobsV1Beta1;
}

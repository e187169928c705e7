using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Standards.Labels;
using PodSecurity.Verdicts;

namespace PodSecurity.Impact;

/// <summary>
/// What in a namespace violates a level that it shall enforce. The API server looks at pods only; templates count here too, also those that
/// make no pods at present: CronJobs, and what is scaled to zero.
/// </summary>
public static class EnforceImpact
{
    /// <summary>The pods of the namespace, in the server's order.</summary>
    public static async Task<IReadOnlyList<Workload>> PodsAsync(
        IClusterGateway gateway, string @namespace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        var pods = new List<Workload>();
        await foreach (var document in gateway.ListAsync(ResourceTypes.Pods, @namespace, cancellationToken).ConfigureAwait(false))
        {
            pods.Add(WorkloadDecoder.Decode(document)!);
        }
        return pods;
    }

    /// <summary>
    /// The templates, then the pods, that violate the level. What has ended counts no more, what others control not twice.
    /// </summary>
    public static async Task<IReadOnlyList<PssTestResult>> ViolationsAsync(
        IClusterGateway gateway,
        string @namespace,
        LevelVersion enforce,
        IEnumerable<Workload> pods,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        var found = new List<PssTestResult>();
        await foreach (var type in ClusterInventory.TemplatesAsync(gateway, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var document in gateway.ListAsync(type, @namespace, cancellationToken).ConfigureAwait(false))
            {
                if (WorkloadDecoder.Decode(document) is { Controller: null } workload)
                {
                    Add(workload);
                }
            }
        }
        foreach (var pod in pods)
        {
            Add(pod);
        }
        return found;

        void Add(Workload workload)
        {
            var result = new PssTestResult(workload, enforce.Level, enforce.Version, @namespace, gateway.Identity.Name);
            if (!result.Allowed && !WorkloadStatus.IsFinished(workload))
            {
                found.Add(result);
            }
        }
    }
}

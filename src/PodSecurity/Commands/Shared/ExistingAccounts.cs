using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Commands.Shared;

/// <summary>The service accounts of a cluster, for those who tell grants that reach nobody.</summary>
internal static class ExistingAccounts
{
    /// <returns>Namespace and name of each; null when that cannot be known, which is said.</returns>
    public static async Task<IReadOnlySet<(string, string)>?> ReadAsync(
        IClusterGateway gateway, Action<string> verbose, CancellationToken cancellationToken)
    {
        try
        {
            if (!await gateway.ServesAsync(ResourceTypes.ServiceAccounts, cancellationToken))
            {
                return null;
            }
            var accounts = new HashSet<(string, string)>();
            await foreach (var document in gateway.ListAsync(ResourceTypes.ServiceAccounts, null, cancellationToken))
            {
                var header = ObjectHeader.Read(document);
                accounts.Add((header.Namespace ?? "", header.Name));
            }
            return accounts;
        }
        catch (ClusterException e) when (e.Failure == ClusterFailure.Forbidden)
        {
            verbose($"Whether the service accounts exist is not known: {e.Message}");
            return null;
        }
    }
}

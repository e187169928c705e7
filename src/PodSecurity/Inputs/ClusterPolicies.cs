using System.Management.Automation;
using System.Runtime.CompilerServices;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Inputs;

/// <summary>Finds policies in a cluster by what users name them with.</summary>
internal static class ClusterPolicies
{
    /// <summary>
    /// The policies of these names and wildcards, all when there are none; one request for exact names, a list for wildcards.
    /// </summary>
    /// <param name="missing">Told of each exact name that does not exist.</param>
    public static async IAsyncEnumerable<ManifestDocument> FindAsync(
        IClusterGateway gateway, string[]? names, Action<string> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new NameFilter(names);
        if (names is null || names.Any(WildcardPattern.ContainsWildcardCharacters))
        {
            await foreach (var document in gateway.ListAsync(ResourceTypes.PodSecurityPolicies, null, cancellationToken))
            {
                if (filter.Matches(ObjectHeader.Read(document).Name))
                {
                    yield return document;
                }
            }
            foreach (var name in filter.Missing)
            {
                missing(name);
            }
            yield break;
        }
        foreach (var name in names.Select(WildcardPattern.Unescape))
        {
            if (await gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, name, cancellationToken) is { } document)
            {
                yield return document;
            }
            else
            {
                missing(name);
            }
        }
    }
}

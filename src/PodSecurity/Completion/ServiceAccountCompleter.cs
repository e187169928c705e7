using PodSecurity.Api;
using PodSecurity.Manifests;

namespace PodSecurity.Completion;

/// <summary>Completes service accounts as NAMESPACE:NAME.</summary>
public sealed class ServiceAccountCompleter() : ClusterNameCompleter(ResourceTypes.ServiceAccounts)
{
    private protected override IEnumerable<string> NamesIn(ManifestDocument document)
    {
        var account = ObjectHeader.Read(document);
        return [$"{account.Namespace}:{account.Name}"];
    }
}

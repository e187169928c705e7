using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Impact;

/// <summary>Finds out what a cluster does to every new pod.</summary>
public sealed class ImpactOptionsReader(IClusterGateway gateway)
{
    /// <summary>Only the service accounts of this namespace; null: all.</summary>
    public string? Namespace { get; init; }

    /// <summary>The release of the cluster; null when nobody knows: then its objects say which token volume it adds.</summary>
    public KubernetesRelease? Release { get; init; }

    /// <summary>Told of each object that cannot be read.</summary>
    public Action<ManifestException> Unreadable { get; init; } = _ => { };

    public async Task<ImpactOptions> ReadAsync(CancellationToken cancellationToken) => new()
    {
        Cluster = gateway.Identity.Name,
        TokenVolume = Release?.TokenVolume ?? await TokenVolumeAsync(cancellationToken).ConfigureAwait(false),
        AccountsWithoutToken = await AccountsWithoutTokenAsync(cancellationToken).ConfigureAwait(false),
    };

    private T? Read<T>(ManifestDocument document, Func<ManifestDocument, T?> read)
        where T : class
    {
        try
        {
            return read(document);
        }
        catch (ManifestException e)
        {
            Unreadable(e);
            return null;
        }
    }

    // Kubernetes 1.21 brought both: CronJobs in batch/v1, and projected token volumes instead of secrets.
    private async Task<TokenVolume> TokenVolumeAsync(CancellationToken cancellationToken)
    {
        var cronJobs = await ClusterInventory.CronJobsAsync(gateway, cancellationToken).ConfigureAwait(false);
        return cronJobs == ResourceTypes.CronJobs ? TokenVolume.Projected
            : cronJobs is not null ? TokenVolume.Secret
            : await TokenVolumeOfPodsAsync(cancellationToken).ConfigureAwait(false);
    }

    // A snapshot made by kubectl may hold no CronJob at all, but pods show what they got.
    private async Task<TokenVolume> TokenVolumeOfPodsAsync(CancellationToken cancellationToken)
    {
        await foreach (var document in gateway.ListAsync(ResourceTypes.Pods, null, cancellationToken).ConfigureAwait(false))
        {
            if (Read(document, WorkloadDecoder.Decode)?.Pod is { } pod && ServiceAccountToken.Existing(pod) is { } token)
            {
                var volume = pod.Volumes.First(volume => volume.Name == token);
                return volume.Kind == VolumeTypes.Secret ? TokenVolume.Secret : TokenVolume.Projected;
            }
        }
        return TokenVolume.Projected;
    }

    private async Task<IReadOnlySet<(string, string)>> AccountsWithoutTokenAsync(CancellationToken cancellationToken)
    {
        var accounts = new HashSet<(string, string)>();
        await foreach (var document in gateway.ListAsync(ResourceTypes.ServiceAccounts, Namespace, cancellationToken).ConfigureAwait(false))
        {
            if (Read(document, ServiceAccountObject.Read) is { MountsToken: false } account)
            {
                accounts.Add((account.Namespace ?? "default", account.Name));
            }
        }
        return accounts;
    }
}

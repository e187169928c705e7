using System.Runtime.CompilerServices;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Impact;

/// <summary>
/// What a change of policies and grants does to everything in a cluster or snapshot: first every template, then every pod, each as soon
/// as it is read.
/// </summary>
public sealed class ClusterImpact(IClusterGateway gateway, PolicyState current, PolicyState proposed)
{
    /// <summary>Only this namespace; null: all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Who creates bare pods; null: somebody of whom nothing is known but that the server let them in.</summary>
    public PolicyIdentity? PodCreator { get; init; }

    /// <summary>A verdict for every pod, also where that of its workload says the same.</summary>
    public bool IncludePods { get; init; }

    /// <summary>Told of each object for which there is no result: finished, or another object speaks for it.</summary>
    public Action<Workload> Skipped { get; init; } = _ => { };

    /// <summary>Told of each object that cannot be read.</summary>
    public Action<ManifestException> Unreadable { get; init; } = _ => { };

    public async IAsyncEnumerable<PspChangeResult> ResultsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var analysis = new ImpactAnalysis(current, proposed, await OptionsAsync(cancellationToken).ConfigureAwait(false));
        await foreach (var type in ClusterInventory.TemplatesAsync(gateway, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var result in JudgeAsync(type, analysis.OfTemplate, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        await foreach (var result in JudgeAsync(ResourceTypes.Pods, analysis.OfPod, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    private async IAsyncEnumerable<PspChangeResult> JudgeAsync(
        ResourceType type, Func<Workload, PspChangeResult?> judge, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var document in gateway.ListAsync(type, Namespace, cancellationToken).ConfigureAwait(false))
        {
            if (Decode(document) is not { } workload)
            {
                continue;
            }
            if (judge(workload) is { } result)
            {
                yield return result;
            }
            else
            {
                Skipped(workload);
            }
        }
    }

    private Workload? Decode(ManifestDocument document) => Read(document, WorkloadDecoder.Decode);

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

    private async Task<ImpactOptions> OptionsAsync(CancellationToken cancellationToken) => new()
    {
        Cluster = gateway.Identity.Name,
        PodCreator = PodCreator,
        IncludePods = IncludePods,
        TokenVolume = await TokenVolumeAsync(cancellationToken).ConfigureAwait(false),
        AccountsWithoutToken = await AccountsWithoutTokenAsync(cancellationToken).ConfigureAwait(false),
    };

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
            if (Decode(document)?.Pod is { } pod && ServiceAccountToken.Existing(pod) is { } token)
            {
                return pod.Volumes.First(
                    volume => volume.Name == token).Kind == VolumeTypes.Secret ? TokenVolume.Secret : TokenVolume.Projected;
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

using System.Runtime.CompilerServices;
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
        var documents = gateway.ListAsync(type, Namespace, cancellationToken);
        await foreach (var attempt in DecodeAhead.Of(documents, WorkloadDecoder.Decode, cancellationToken).ConfigureAwait(false))
        {
            if (attempt.Error is { } error)
            {
                Unreadable(error);
            }
            else if (attempt.Value is { } workload)
            {
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
    }

    private async Task<ImpactOptions> OptionsAsync(CancellationToken cancellationToken)
    {
        var reader = new ImpactOptionsReader(gateway)
        {
            Namespace = Namespace,
            Release = current.Release,
            Unreadable = Unreadable,
        };
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) with { PodCreator = PodCreator, IncludePods = IncludePods };
    }
}

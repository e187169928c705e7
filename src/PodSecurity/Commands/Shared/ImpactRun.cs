using System.Runtime.CompilerServices;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Hosting;
using PodSecurity.Impact;
using PodSecurity.Verdicts;

namespace PodSecurity.Commands.Shared;

/// <summary>
/// Runs an impact analysis for a command: shows progress, mentions what is skipped, reports what cannot be read, and counts.
/// </summary>
internal sealed class ImpactRun(PodSecurityCommand command, IClusterGateway gateway, PolicyState current, PolicyState proposed)
{
    /// <summary>Only this namespace; null: all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Who creates bare pods.</summary>
    public PolicyIdentity? PodCreator { get; init; }

    /// <summary>A verdict for every pod, also where that of its workload says the same.</summary>
    public bool IncludePods { get; init; }

    /// <summary>The counts so far.</summary>
    public PspChangeSummary Summary { get; } = new();

    public async IAsyncEnumerable<PspChangeResult> ResultsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var progress = new CommandProgress(command, $"Judging the workloads of {gateway.Identity}");
        var impact = new ClusterImpact(gateway, current, proposed)
        {
            Namespace = Namespace,
            PodCreator = PodCreator,
            IncludePods = IncludePods,
            Skipped = workload => command.OnPipelineThread(() => command.WriteVerbose(
                $"{ObjectPath.Of(workload.Kind, workload.Namespace, workload.Name)}: skipped, it has finished or its owner speaks for "
                + "it.")),
            Unreadable = command.ReportUnreadable,
        };
        await foreach (var result in impact.ResultsAsync(cancellationToken))
        {
            Summary.Add(result);
            progress.Report($"{Summary.Total} judged, {Summary.Rejected} rejected");
            yield return result;
        }
        progress.Complete();
    }
}

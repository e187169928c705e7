using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Impact;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Migration;

/// <summary>
/// Plans the way out of PodSecurityPolicy for a cluster or snapshot, in the order of Kubernetes' own guide, and rehearses it to its end.
/// What
/// is done already is left out, so that a plan that was interrupted is made again and goes on.
/// </summary>
public sealed class MigrationPlanner(IClusterGateway gateway, PodSecurityVersion version)
{
    /// <summary>The arguments that lead to the cluster, for the commands.</summary>
    public IReadOnlyCollection<(string Name, IEnumerable<string> Values)> Connection { get; init; } = [];

    /// <summary>When the plan is made; part of the names of backups.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>Told of each object that cannot be read.</summary>
    public Action<ManifestException> Unreadable { get; init; } = _ => { };

    public async Task<IReadOnlyList<PspMigrationStep>> PlanAsync(CancellationToken cancellationToken)
    {
        var servesPolicies = await gateway.ServesAsync(ResourceTypes.PodSecurityPolicies, cancellationToken).ConfigureAwait(false);
        var rules = await (servesPolicies
            ? PolicyStateReader.ReadAsync(gateway, cancellationToken, Unreadable)
            : PolicyStateReader.ReadRbacAsync(gateway, cancellationToken, Unreadable)).ConfigureAwait(false);
        var options = new ImpactOptionsReader(gateway) { Release = rules.Release, Unreadable = Unreadable };
        var judge = servesPolicies
            ? new WorkloadJudge(rules, await options.ReadAsync(cancellationToken).ConfigureAwait(false))
            : null;
        var namespaces = await NamespacesAsync(cancellationToken).ConfigureAwait(false);
        var survey = new ClusterSurvey(gateway, rules.Policies, rules.Release) { Unreadable = Unreadable };
        var workloads = await survey.ReadAsync(cancellationToken).ConfigureAwait(false);

        var writer = new StepWriter(gateway.Identity, Connection, Time);
        var state = new MigrationState(workloads, judge);
        state = new MutationSteps(writer).Add(state);
        state = new TwinSteps(writer).Add(state);
        var levels = new LevelSteps(writer, version).Add(state, namespaces);
        new EndSteps(writer, version).Add(state, levels, rules, servesPolicies);
        return writer.Steps;
    }

    private async Task<List<KubernetesNamespace>> NamespacesAsync(CancellationToken cancellationToken)
    {
        var namespaces = new List<KubernetesNamespace>();
        await foreach (var document in gateway.ListAsync(ResourceTypes.Namespaces, null, cancellationToken).ConfigureAwait(false))
        {
            if (NamespaceDecoder.Decode(document) is { } found)
            {
                namespaces.Add(found);
            }
        }
        return namespaces;
    }
}

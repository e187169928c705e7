using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Migration;

/// <summary>Policies and namespaces in the words of the Pod Security Standards, with all that is lost in it.</summary>
public sealed class StandardConversion(PodSecurityVersion version)
{
    /// <summary>Told of each object that cannot be read.</summary>
    public Action<ManifestException> Unreadable { get; init; } = _ => { };

    /// <summary>The level that the policy means.</summary>
    public PssConversion Of(PodSecurityPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return PolicyComparison.Convert(policy, version);
    }

    /// <summary>The strictest level that each namespace of a cluster or snapshot can bear, by name.</summary>
    /// <param name="policies">Those of the cluster; none where there is no PSP.</param>
    /// <param name="namespace">Only this one; null: all.</param>
    public async Task<IReadOnlyList<PssConversion>> OfNamespacesAsync(
        IClusterGateway gateway, IReadOnlyList<PodSecurityPolicy> policies, string? @namespace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        var levels = new NamespaceLevels(version);
        foreach (var name in @namespace is null ? await NamesAsync(gateway, cancellationToken).ConfigureAwait(false) : [@namespace])
        {
            levels.Add(name);
        }
        var survey = new ClusterSurvey(gateway, policies) { Namespace = @namespace, Unreadable = Unreadable };
        foreach (var workload in await survey.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            levels.Add(workload);
        }
        return [.. levels.Namespaces.Select(name => Of(name, levels, policies, gateway.Identity.Name))];
    }

    private PssConversion Of(string name, NamespaceLevels levels, IEnumerable<PodSecurityPolicy> policies, string cluster)
    {
        var (level, workloads) = (levels.Of(name), levels.In(name));
        var isStrictest = level == PodSecurityLevel.Restricted;
        var used = workloads.SelectMany(PoliciesOf).ToHashSet();
        var differences = policies.Where(policy => used.Contains(policy.Name))
            .Select(policy => PolicyComparison.Differences(policy, level, version)).ToList();
        return new PssConversion
        {
            Namespace = name,
            Level = LevelName.Of(level),
            Version = version.ToString(),
            NextLevel = isStrictest ? null : LevelName.Of(level + 1),
            Workloads = workloads.Count,
            HeldBackBy = isStrictest ? [] : [.. levels.Obstacles(name, level + 1)],
            Cluster = cluster,
        }.With(new(
            [.. differences.SelectMany(found => found.Forbids)],
            [.. differences.SelectMany(found => found.LeavesOpen)],
            [.. differences.SelectMany(found => found.Mutates)]));
    }

    // Bare pods say it themselves, others for their template.
    private static IEnumerable<string> PoliciesOf(SurveyedWorkload workload) =>
        workload.Workload.Pod.Annotations?.GetValueOrDefault(PodAnnotations.Policy) is { } policy
            ? workload.Policies.Append(policy)
            : workload.Policies;

    private static async Task<List<string>> NamesAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        if (await gateway.ServesAsync(ResourceTypes.Namespaces, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var document in gateway.ListAsync(ResourceTypes.Namespaces, null, cancellationToken).ConfigureAwait(false))
            {
                if (NamespaceDecoder.Decode(document) is { } found)
                {
                    names.Add(found.Name);
                }
            }
        }
        return names;
    }
}

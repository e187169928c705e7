using System.Text.Json.Nodes;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Standards.Labels;
using PodSecurity.Verdicts;

namespace PodSecurity.SmokeTests;

/// <summary>Reads from a cluster what its smoke test shall hold it to, in an order that does not depend on the cluster's.</summary>
internal static class SmokeTestReader
{
    /// <summary>The annotations of a policy that admission obeys.</summary>
    public static IReadOnlyList<string> Annotations { get; } =
        [PspAnnotations.AppArmorAllowed, PspAnnotations.AppArmorDefault, PspAnnotations.SeccompAllowed, PspAnnotations.SeccompDefault];

    /// <param name="accounts">The service accounts that there are; null when that cannot be known.</param>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    /// <exception cref="Manifests.ManifestException">An object cannot be read: a test without it would hold to less than there
    /// is.</exception>
    public static async Task<SmokeTest> ReadAsync(
        IClusterGateway gateway, Func<Task<IReadOnlySet<(string, string)>?>> accounts, CancellationToken cancellationToken)
    {
        var test = new SmokeTest
        {
            ServesPolicies = await gateway.ServesAsync(ResourceTypes.PodSecurityPolicies, cancellationToken),
            Namespaces = await LabelsAsync(gateway, cancellationToken),
        };
        if (!test.ServesPolicies)
        {
            return test;
        }
        var state = await PolicyStateReader.ReadAsync(gateway, cancellationToken);
        var grants = new PolicyAccess(state.Roles, state.Bindings).Grants(state.Policies.Select(policy => policy.Name)).ToList();
        var existing = grants.Exists(grant => grant.SubjectKind == RbacKinds.ServiceAccount) ? await accounts() : null;
        return test with
        {
            Policies = [.. state.Policies.OrderBy(policy => policy.Name, StringComparer.Ordinal).Select(Text)],
            Grants = [.. grants.Select(grant => grant.WithReach(existing)).Distinct().OrderBy(Key, StringComparer.Ordinal)],
            Pods = [.. Creator.Of(grants).SelectMany(creator => creator.Judge(state))],
        };
    }

    private static async Task<IReadOnlyList<NamedText>> LabelsAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var labelled = new List<NamedText>();
        await foreach (var document in gateway.ListAsync(ResourceTypes.Namespaces, null, cancellationToken))
        {
            if (NamespaceDecoder.Decode(document) is { } found && Text(found) is { Text.Count: > 0 } text)
            {
                labelled.Add(text);
            }
        }
        return [.. labelled.OrderBy(item => item.Name, StringComparer.Ordinal)];
    }

    private static NamedText Text(PodSecurityPolicy policy)
    {
        var annotations = Annotations.Where(policy.Metadata.Annotations.ContainsKey)
            .Select(name => $"{name}: {policy.Metadata.Annotations[name]}");
        var spec = new JsonObject { ["spec"] = PolicyBody.ForFile(policy)["spec"]?.DeepClone() };
        return new(policy.Name, [.. annotations, .. ManifestWriter.ToYaml(spec).TrimEnd('\n').Split('\n')]);
    }

    private static NamedText Text(KubernetesNamespace found) => new(
        found.Name,
        [.. PodSecurityLabels.All.Where(found.Labels.ContainsKey).Select(label => $"{label}: {found.Labels[label]}")]);

    private static string Key(PolicyGrant grant) =>
        string.Join('\0', grant.Policy, grant.Subject, grant.Namespace, grant.Binding, grant.Role, grant.Status);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Verdicts;
using static PodSecurity.Testing.Clusters.Rbac;

namespace PodSecurity.Cluster.Tests.Access;

/// <summary>RBAC objects on a server for a while, and the knowledge when the server's authorizer has seen them all.</summary>
internal sealed class RbacWorld(IClusterGateway gateway) : IAsyncDisposable
{
    private readonly string _watchman = $"watchman-{Guid.NewGuid():N}";
    private readonly List<(ResourceType Type, string? Namespace, string Name)> _created = [];

    public async Task CreateAsync(IEnumerable<RbacRole> roles, IEnumerable<RbacBinding> bindings, CancellationToken cancellationToken)
    {
        foreach (var role in roles)
        {
            var type = role.Kind == RbacKinds.ClusterRole ? ResourceTypes.ClusterRoles : ResourceTypes.Roles;
            await CreateAsync(
                type, role.Metadata, JsonSerializer.SerializeToNode(role, KubernetesJson.Default.RbacRole)!, cancellationToken);
        }

        foreach (var binding in bindings)
        {
            var type = binding.Kind == RbacKinds.ClusterRoleBinding ? ResourceTypes.ClusterRoleBindings : ResourceTypes.RoleBindings;
            await CreateAsync(
                type, binding.Metadata, JsonSerializer.SerializeToNode(binding, KubernetesJson.Default.RbacBinding)!, cancellationToken);
        }
    }

    /// <summary>The cluster's roles and bindings once aggregation has come to rest and the authorizer knows them.</summary>
    public async Task<PolicyState> SettledAsync(CancellationToken cancellationToken)
    {
        await Eventually.TrueAsync(
            "aggregated roles are not what their selectors select", async () => IsAggregated(
                await PolicyStateReader.ReadAsync(gateway, cancellationToken)));
        await PostWatchmenAsync(cancellationToken);
        return await PolicyStateReader.ReadAsync(gateway, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (type, @namespace, name) in _created)
        {
            await gateway.DeleteAsync(type, @namespace, name, DeletePreconditions.None, WriteOptions.Default, CancellationToken.None);
        }
    }

    private static bool IsAggregated(PolicyState state) => state.Roles.Where(role => role.AggregationRule is not null).All(role =>
        Grants(state.Roles, role) == Grants([.. state.Roles.Select(AsStored)], role));

    private static string Grants(IEnumerable<RbacRole> roles, RbacRole role) => string.Join(
        ';', new PolicyAccess(roles, [Everywhere("b", role.Metadata.Name, User("u"))]).Grants(RbacGenerator.Policies).Select(
            grant => grant.Policy));

    private static RbacRole AsStored(RbacRole role) => new() { Kind = role.Kind, Metadata = role.Metadata, Rules = role.Rules };

    // The authorizer watches each of the four types in order of change: once it knows the last object of each, it knows all.
    private async Task PostWatchmenAsync(CancellationToken cancellationToken)
    {
        var (everywhere, local) = ($"{_watchman}-everywhere", $"{_watchman}-local");
        var @namespace = RbacGenerator.Namespaces[0];
        await CreateAsync(
            [ClusterRole(_watchman, Use("watched")), Role(@namespace, _watchman, Use("watched"))],
            [Everywhere(_watchman, _watchman, User(everywhere)), In(@namespace, _watchman, "Role", _watchman, User(local))],
            cancellationToken);
        foreach (var user in new[] { everywhere, local })
        {
            var question = new AccessQuestion(user, [], PolicyUseRequest.Verb, "policy", PolicyUseRequest.Resource, "watched", @namespace);
            await Eventually.TrueAsync("the authorizer does not know the last role and binding", async () =>
                (await gateway.ReviewAccessAsync(question, cancellationToken)).Allowed);
        }
    }

    private async Task CreateAsync(ResourceType type, ObjectMetadata metadata, JsonNode body, CancellationToken cancellationToken)
    {
        await gateway.CreateAsync(type, metadata.Namespace, body.AsObject(), WriteOptions.Default, cancellationToken);
        _created.Add((type, metadata.Namespace, metadata.Name));
    }
}

using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Verdicts;

/// <summary>Reads the policies and the RBAC objects of a cluster or snapshot.</summary>
public static class PolicyStateReader
{
    public static async Task<PolicyState> ReadAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var policies = await ReadAsync(gateway, ResourceTypes.PodSecurityPolicies, null, PolicyDecoder.Decode, cancellationToken).ConfigureAwait(false);
        return await ReadRbacAsync(gateway, cancellationToken).ConfigureAwait(false) with { Policies = policies };
    }

    /// <summary>All roles and bindings; no policies.</summary>
    public static async Task<PolicyState> ReadRbacAsync(IClusterGateway gateway, CancellationToken cancellationToken)
    {
        var everywhere = await ReadClusterRbacAsync(gateway, cancellationToken).ConfigureAwait(false);
        var local = await ReadNamespaceRbacAsync(gateway, null, cancellationToken).ConfigureAwait(false);
        return new PolicyState([], [.. everywhere.Roles, .. local.Roles], [.. everywhere.Bindings, .. local.Bindings]);
    }

    /// <summary>The cluster roles and their bindings; no policies.</summary>
    public static async Task<PolicyState> ReadClusterRbacAsync(IClusterGateway gateway, CancellationToken cancellationToken) => new(
        [],
        await ReadAsync(gateway, ResourceTypes.ClusterRoles, null, RbacDecoder.DecodeRole, cancellationToken).ConfigureAwait(false),
        await ReadAsync(gateway, ResourceTypes.ClusterRoleBindings, null, RbacDecoder.DecodeBinding, cancellationToken).ConfigureAwait(false));

    /// <summary>The roles and role bindings of one namespace, or of all when it is null; no policies.</summary>
    public static async Task<PolicyState> ReadNamespaceRbacAsync(IClusterGateway gateway, string? @namespace, CancellationToken cancellationToken) => new(
        [],
        await ReadAsync(gateway, ResourceTypes.Roles, @namespace, RbacDecoder.DecodeRole, cancellationToken).ConfigureAwait(false),
        await ReadAsync(gateway, ResourceTypes.RoleBindings, @namespace, RbacDecoder.DecodeBinding, cancellationToken).ConfigureAwait(false));

    private static async Task<List<T>> ReadAsync<T>(
        IClusterGateway gateway, ResourceType type, string? @namespace, Func<ManifestDocument, T?> decode, CancellationToken cancellationToken)
        where T : class
    {
        var objects = new List<T>();
        await foreach (var document in gateway.ListAsync(type, @namespace, cancellationToken).ConfigureAwait(false))
        {
            if (decode(document) is { } item)
                objects.Add(item);
        }
        return objects;
    }
}

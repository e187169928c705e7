using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Verdicts;

/// <summary>
/// Reads the policies and the RBAC objects of a cluster or snapshot. Who wants to go on without an object that cannot be read is told of
/// it;
/// for all others it is an exception.
/// </summary>
public static class PolicyStateReader
{
    public static async Task<PolicyState> ReadAsync(
        IClusterGateway gateway, CancellationToken cancellationToken, Action<ManifestException>? unreadable = null)
    {
        var policies = await ReadPoliciesAsync(gateway, cancellationToken, unreadable).ConfigureAwait(false);
        var release = await ClusterRelease.ReadAsync(gateway, cancellationToken).ConfigureAwait(false);
        return await ReadRbacAsync(gateway, cancellationToken, unreadable).ConfigureAwait(false) with
        {
            Policies = policies,
            Release = release,
        };
    }

    /// <summary>All policies.</summary>
    public static async Task<IReadOnlyList<PodSecurityPolicy>> ReadPoliciesAsync(
        IClusterGateway gateway, CancellationToken cancellationToken, Action<ManifestException>? unreadable = null) =>
        await ReadAsync(gateway, ResourceTypes.PodSecurityPolicies, null, PolicyDecoder.Decode, unreadable, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>All roles and bindings; no policies.</summary>
    public static async Task<PolicyState> ReadRbacAsync(
        IClusterGateway gateway, CancellationToken cancellationToken, Action<ManifestException>? unreadable = null)
    {
        var everywhere = await ReadClusterRbacAsync(gateway, cancellationToken, unreadable).ConfigureAwait(false);
        var local = await ReadNamespaceRbacAsync(gateway, null, cancellationToken, unreadable).ConfigureAwait(false);
        return new PolicyState([], [.. everywhere.Roles, .. local.Roles], [.. everywhere.Bindings, .. local.Bindings]);
    }

    /// <summary>The cluster roles and their bindings; no policies.</summary>
    public static async Task<PolicyState> ReadClusterRbacAsync(
        IClusterGateway gateway, CancellationToken cancellationToken, Action<ManifestException>? unreadable = null) => new(
        [],
        await ReadAsync(gateway, ResourceTypes.ClusterRoles, null, RbacDecoder.DecodeRole, unreadable, cancellationToken).ConfigureAwait(
            false),
        await ReadAsync(
            gateway, ResourceTypes.ClusterRoleBindings, null, RbacDecoder.DecodeBinding, unreadable, cancellationToken).ConfigureAwait(
                false));

    /// <summary>The roles and role bindings of one namespace, or of all when it is null; no policies.</summary>
    public static async Task<PolicyState> ReadNamespaceRbacAsync(
        IClusterGateway gateway, string? @namespace, CancellationToken cancellationToken, Action<ManifestException>? unreadable = null) =>
            new(
        [],
        await ReadAsync(gateway, ResourceTypes.Roles, @namespace, RbacDecoder.DecodeRole, unreadable, cancellationToken).ConfigureAwait(
            false),
        await ReadAsync(
            gateway, ResourceTypes.RoleBindings, @namespace, RbacDecoder.DecodeBinding, unreadable, cancellationToken).ConfigureAwait(
                false));

    /// <summary>All bindings, cluster-wide ones first.</summary>
    public static async Task<IReadOnlyList<RbacBinding>> ReadBindingsAsync(
        IClusterGateway gateway, CancellationToken cancellationToken, Action<ManifestException>? unreadable = null) =>
    [
        .. await ReadAsync(
            gateway, ResourceTypes.ClusterRoleBindings, null, RbacDecoder.DecodeBinding, unreadable, cancellationToken).ConfigureAwait(
                false),
        .. await ReadAsync(
            gateway, ResourceTypes.RoleBindings, null, RbacDecoder.DecodeBinding, unreadable, cancellationToken).ConfigureAwait(false),
    ];

    private static async Task<List<T>> ReadAsync<T>(
        IClusterGateway gateway, ResourceType type, string? @namespace, Func<ManifestDocument, T?> decode,
            Action<ManifestException>? unreadable,
        CancellationToken cancellationToken)
        where T : class
    {
        var objects = new List<T>();
        await foreach (var document in gateway.ListAsync(type, @namespace, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (decode(document) is { } item)
                {
                    objects.Add(item);
                }
            }
            catch (ManifestException e)
            {
                var named = new ManifestException(e.ErrorId, $"{Describe(type, document)}: {e.Message}", e.DocumentSource, e);
                if (unreadable is null)
                {
                    throw named;
                }
                unreadable(named);
            }
        }
        return objects;
    }

    private static string Describe(ResourceType type, ManifestDocument document)
    {
        try
        {
            var header = ObjectHeader.Read(document);
            return header.Namespace is null ? $"{type.Kind}/{header.Name}" : $"{type.Kind}/{header.Namespace}/{header.Name}";
        }
        catch (ManifestException)
        {
            return $"a {type.Kind} without a readable name";
        }
    }
}

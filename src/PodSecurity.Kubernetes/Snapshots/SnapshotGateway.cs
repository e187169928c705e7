using System.Text.Json.Nodes;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Kubernetes.Snapshots;

/// <summary>
/// A cluster as a file remembers it: the output of Export-PodSecuritySnapshot, or of <c>kubectl get ... -o json</c> (several outputs one
/// after the other in one file, too), or a folder of manifests. Reads only.
/// </summary>
internal sealed class SnapshotGateway : IClusterGateway
{
    private readonly string _path;
    private ISnapshotSource? _source;
    private PolicyAccess? _access;

    /// <summary>It is read when the first question comes.</summary>
    public SnapshotGateway(string path) => (_path, Identity) = (path, new(path, null, "default"));

    public ClusterIdentity Identity { get; }

    public Task<string?> ServerVersionAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Source(cancellationToken).KubernetesVersion);

    public Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) =>
        Task.FromResult(Source(cancellationToken).Holds(type));

    public async IAsyncEnumerable<ManifestDocument> ListAsync(
        ResourceType type, string? @namespace, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var document in Source(cancellationToken).Find(
            type, header => @namespace is null || header.Namespace == @namespace, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return document;
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    public Task<ManifestDocument?> GetAsync(ResourceType type, string? @namespace, string name, CancellationToken cancellationToken) =>
        Task.FromResult(Source(cancellationToken)
            .Find(type, header => header.Name == name && header.Namespace == @namespace, cancellationToken)
            .FirstOrDefault());

    public Task<ManifestDocument> CreateAsync(
        ResourceType type, string? @namespace, JsonObject body, WriteOptions options, CancellationToken cancellationToken) =>
            throw ReadOnly();

    public Task<ManifestDocument> ReplaceAsync(
        ResourceType type, string? @namespace, string name, JsonObject body, WriteOptions options, CancellationToken cancellationToken) =>
            throw ReadOnly();

    public Task DeleteAsync(
        ResourceType type, string? @namespace, string name, DeletePreconditions preconditions, WriteOptions options,
            CancellationToken cancellationToken) =>
        throw ReadOnly();

    public async Task<AccessAnswer> ReviewAccessAsync(AccessQuestion question, CancellationToken cancellationToken)
    {
        if (question.IsAboutOneself)
        {
            throw new ClusterException(
                ClusterFailure.NotSupported, $"{Identity} does not know who asks. Name somebody with -User, -Group or -ServiceAccount.");
        }
        if (_access is null)
        {
            var rbac = await PolicyStateReader.ReadRbacAsync(this, cancellationToken).ConfigureAwait(false);
            _access = new PolicyAccess(rbac.Roles, rbac.Bindings);
        }
        return _access.Authorize(question);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A reading that is cancelled is begun again by the next question.</summary>
    private ISnapshotSource Source(CancellationToken cancellationToken) => _source ??= Directory.Exists(_path)
        ? ManifestFolder.Read(_path, cancellationToken)
        : SnapshotIndex.Read(_path, _path, cancellationToken);

    private ClusterException ReadOnly() =>
        new(ClusterFailure.NotSupported, $"{Identity} can only be read. Connect to the cluster to change it.");
}

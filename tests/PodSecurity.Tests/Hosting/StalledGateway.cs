using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;

namespace PodSecurity.Tests.Hosting;

/// <summary>A cluster that never answers.</summary>
internal sealed class StalledGateway : IClusterGateway
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody waits for an answer.</summary>
    public Task Asked => _asked.Task;

    public ClusterIdentity Identity { get; } = new("stalled", "https://stalled.test", "default");

    public Task<string?> ServerVersionAsync(CancellationToken cancellationToken) => Never<string?>(cancellationToken);

    public Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) => Never<bool>(cancellationToken);

    public async IAsyncEnumerable<ManifestDocument> ListAsync(
        ResourceType type, string? @namespace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await Never<ManifestDocument>(cancellationToken);
    }

    public Task<ManifestDocument?> GetAsync(ResourceType type, string? @namespace, string name, CancellationToken cancellationToken) =>
        Never<ManifestDocument?>(cancellationToken);

    public Task<ManifestDocument> CreateAsync(
        ResourceType type, string? @namespace, JsonObject body, WriteOptions options, CancellationToken cancellationToken) =>
        Never<ManifestDocument>(cancellationToken);

    public Task<ManifestDocument> ReplaceAsync(
        ResourceType type, string? @namespace, string name, JsonObject body, WriteOptions options, CancellationToken cancellationToken) =>
        Never<ManifestDocument>(cancellationToken);

    public Task DeleteAsync(
        ResourceType type, string? @namespace, string name, DeletePreconditions preconditions, WriteOptions options,
            CancellationToken cancellationToken) =>
        Never<bool>(cancellationToken);

    public Task<AccessAnswer> ReviewAccessAsync(AccessQuestion question, CancellationToken cancellationToken) =>
        Never<AccessAnswer>(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> Never<T>(CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("The wait has no end.");
    }
}

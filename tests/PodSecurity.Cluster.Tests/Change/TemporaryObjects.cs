using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Cluster.Tests.Change;

/// <summary>Objects on a server for a while; they go in the opposite order in which they came.</summary>
internal sealed class TemporaryObjects(IClusterGateway gateway) : IAsyncDisposable
{
    private readonly Stack<(ResourceType Type, string? Namespace, string Name)> _created = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task CreateAsync(ResourceType type, JsonObject body)
    {
        var (@namespace, name) = ((string?)body["metadata"]!["namespace"], (string)body["metadata"]!["name"]!);
        await gateway.CreateAsync(type, @namespace, body, WriteOptions.Default, Stop);
        _created.Push((type, @namespace, name));
    }

    /// <summary>Creates the objects of a file beside the tests.</summary>
    public async Task CreateFileAsync(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", name);
        foreach (var document in ManifestReader.ReadFile(path, name, ManifestReader.Throw, Stop))
        {
            var header = ObjectHeader.Read(document);
            var type = header.Kind == "Node" ? Nodes : ResourceTypes.Find(header.ApiVersion, header.Kind)!;
            await CreateAsync(type, JsonNode.Parse(document.Json.Span)!.AsObject());
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_created.TryPop(out var created))
        {
            try
            {
                await gateway.DeleteAsync(
                    created.Type, created.Namespace, created.Name, DeletePreconditions.None, WriteOptions.Default, CancellationToken.None);
            }
            catch (ClusterException e) when (e.Failure == ClusterFailure.NotFound)
            {
                // The test itself took it away.
            }
        }
    }

    private static ResourceType Nodes { get; } = new("", "v1", "nodes", "Node", false);
}

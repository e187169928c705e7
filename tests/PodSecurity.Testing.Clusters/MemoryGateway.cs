using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Access;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Testing.Clusters;

/// <summary>How a write request goes wrong.</summary>
public enum WriteFault
{
    None,

    /// <summary>The server answers 403; nothing happened.</summary>
    Refuse,

    /// <summary>The server answers 409 because the object changed meanwhile; nothing happened.</summary>
    Conflict,

    /// <summary>The server answers 500 before it did anything.</summary>
    FailBefore,

    /// <summary>The connection is cut before the request arrives.</summary>
    CutBefore,

    /// <summary>The request takes effect, but its answer is lost.</summary>
    CutAfter,

    /// <summary>The user stops the command while the request is under way; it takes effect.</summary>
    CancelAfter,

    /// <summary>The request takes effect, and no answer comes until somebody gives up waiting.</summary>
    HangAfter,
}

/// <summary>
/// A cluster in memory that keeps the API server's rules which matter to changes: names are unique, versions and uids guard writes, and
/// a binding's roleRef never changes. Every write is recorded and can be made to fail.
/// </summary>
public sealed class MemoryGateway : IClusterGateway
{
    private readonly SortedDictionary<(string Plural, string Namespace, string Name), JsonObject> _objects = [];
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _version;

    public ClusterIdentity Identity { get; set; } = new("memory", "https://memory.test", "default");

    /// <summary>Decides about each write request, given its number from 0.</summary>
    public Func<int, WriteFault> Fault { get; set; } = _ => WriteFault.None;

    /// <summary>Ends when a request hangs.</summary>
    public Task Hanging => _hanging.Task;

    /// <summary>Every write request, also the failed ones: <c>Create PodSecurityPolicy/restricted</c>.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>Types that the cluster does not serve.</summary>
    public HashSet<ResourceType> NotServed { get; } = [];

    /// <summary>Types that the user may not list.</summary>
    public HashSet<ResourceType> Unreadable { get; } = [];

    /// <summary>Everything in the cluster without server fields, by kind, namespace and name.</summary>
    public string Contents =>
        string.Join('\n', _objects.Select(pair => $"{pair.Key} {Change.ServerFields.Without(pair.Value).ToJsonString()}"));

    public JsonObject Add(ResourceType type, JsonObject body)
    {
        var metadata = body["metadata"]!.AsObject();
        return Store(type, (string?)metadata["namespace"], (string)metadata["name"]!, body);
    }

    /// <summary>What the server says of itself.</summary>
    public string? ServerVersion { get; set; }

    public Task<string?> ServerVersionAsync(CancellationToken cancellationToken) => Task.FromResult(ServerVersion);

    public Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) => Task.FromResult(!NotServed.Contains(type));

    public async IAsyncEnumerable<ManifestDocument> ListAsync(
        ResourceType type, string? @namespace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (Unreadable.Contains(type))
        {
            throw Failure(ClusterFailure.Forbidden, 403);
        }
        foreach (var (key, body) in _objects.ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key.Plural == type.ToString() && (@namespace is null || key.Namespace == @namespace))
            {
                yield return Document(body);
            }
        }
    }

    public Task<ManifestDocument?> GetAsync(ResourceType type, string? @namespace, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectNames.Check(type, @namespace, name);
        return Task.FromResult(_objects.TryGetValue(Key(type, @namespace, name), out var body) ? Document(body) : null);
    }

    public Task<ManifestDocument> CreateAsync(
        ResourceType type, string? @namespace, JsonObject body, WriteOptions options, CancellationToken cancellationToken) =>
        WriteAsync($"Create {Target(type, @namespace, NameOf(body))}", () =>
        {
            if (_objects.ContainsKey(Key(type, @namespace, NameOf(body))))
            {
                throw Failure(ClusterFailure.AlreadyExists, 409);
            }
            return Document(Store(type, @namespace, NameOf(body), body, options.FieldManager));
        }, cancellationToken);

    public Task<ManifestDocument> ReplaceAsync(
        ResourceType type, string? @namespace, string name, JsonObject body, WriteOptions options, CancellationToken cancellationToken) =>
        WriteAsync($"Replace {Target(type, @namespace, name)}", () =>
        {
            var current = Find(type, @namespace, name);
            Guard(current, null, (string?)body["metadata"]?["resourceVersion"]);
            if (!JsonNode.DeepEquals(current["roleRef"], body["roleRef"]))
            {
                throw Failure(ClusterFailure.Invalid, 422);
            }
            return Document(Store(type, @namespace, name, body, options.FieldManager));
        }, cancellationToken);

    public Task DeleteAsync(
        ResourceType type, string? @namespace, string name, DeletePreconditions preconditions, WriteOptions options,
            CancellationToken cancellationToken) =>
        WriteAsync($"Delete {Target(type, @namespace, name)}", () =>
        {
            Guard(Find(type, @namespace, name), preconditions.Uid, preconditions.ResourceVersion);
            return _objects.Remove(Key(type, @namespace, name));
        }, cancellationToken);

    /// <summary>What the RBAC objects of this cluster answer; nobody in particular asks, so who asks may do nothing.</summary>
    public async Task<AccessAnswer> ReviewAccessAsync(AccessQuestion question, CancellationToken cancellationToken)
    {
        var rbac = await PolicyStateReader.ReadRbacAsync(this, cancellationToken);
        return new PolicyAccess(rbac.Roles, rbac.Bindings).Authorize(question);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> WriteAsync<T>(string request, Func<T> write, CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var fault = Fault(Writes.Count);
        Writes.Add(request);
        switch (fault)
        {
            case WriteFault.Refuse:
                throw Failure(ClusterFailure.Forbidden, 403);
            case WriteFault.Conflict:
                throw Failure(ClusterFailure.Conflict, 409);
            case WriteFault.FailBefore:
                throw Failure(ClusterFailure.ServerError, 500);
            case WriteFault.CutBefore:
                throw Failure(ClusterFailure.Connection, null);
        }
        var result = write();
        if (fault == WriteFault.HangAfter)
        {
            _hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        return fault switch
        {
            WriteFault.CutAfter => throw Failure(ClusterFailure.Connection, null),
            WriteFault.CancelAfter => throw new OperationCanceledException(),
            _ => result,
        };
    }

    private JsonObject Find(ResourceType type, string? @namespace, string name) =>
        _objects.TryGetValue(Key(type, @namespace, name), out var body) ? body : throw Failure(ClusterFailure.NotFound, 404);

    private static void Guard(JsonObject current, string? uid, string? version)
    {
        var metadata = current["metadata"]!;
        if ((uid is not null && uid != (string?)metadata["uid"])
            || (version is not null && version != (string?)metadata["resourceVersion"]))
        {
            throw Failure(ClusterFailure.Conflict, 409);
        }
    }

    private JsonObject Store(ResourceType type, string? @namespace, string name, JsonObject body, string manager = "somebody")
    {
        var key = Key(type, @namespace, name);
        var stored = body.DeepClone().AsObject();
        var metadata = stored["metadata"]!.AsObject();
        metadata["uid"] ??= _objects.TryGetValue(key, out var current) ? (string?)current["metadata"]!["uid"] : $"uid-{_version}";
        metadata["resourceVersion"] = $"{_version++}";
        metadata["managedFields"] = new JsonArray(new JsonObject { ["manager"] = manager });
        return _objects[key] = stored;
    }

    private static (string, string, string) Key(ResourceType type, string? @namespace, string name) =>
        (type.ToString(), @namespace ?? "", name);

    private static string NameOf(JsonObject body) => (string)body["metadata"]!["name"]!;

    private static string Target(ResourceType type, string? @namespace, string name) =>
        @namespace is null ? $"{type.Kind}/{name}" : $"{type.Kind}/{@namespace}/{name}";

    private static ManifestDocument Document(JsonObject body) => new(Encoding.UTF8.GetBytes(body.ToJsonString()), new("cluster memory"));

    private static ClusterException Failure(ClusterFailure failure, int? status) =>
        new(failure, $"The test makes it fail ({failure}).") { StatusCode = status, Reason = status is null ? null : $"{failure}" };
}

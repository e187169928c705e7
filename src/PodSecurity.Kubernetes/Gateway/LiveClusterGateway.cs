using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Http;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Gateway;

/// <summary>A live API server. Objects pass through as the server's JSON; nothing is decoded here.</summary>
internal sealed class LiveClusterGateway : IClusterGateway
{
    private readonly ApiClient _client;
    private readonly ApiDiscovery _discovery;
    private readonly DocumentSource _source;

    public LiveClusterGateway(ApiClient client)
    {
        _client = client;
        _discovery = new(client);
        _source = new($"cluster {client.Target.Identity.Name}");
    }

    public ClusterIdentity Identity => _client.Target.Identity;

    public Task<string?> ServerVersionAsync(CancellationToken cancellationToken) => _discovery.ServerVersionAsync(cancellationToken);

    public Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) =>
        _discovery.ServesAsync(type, cancellationToken);

    public async IAsyncEnumerable<ManifestDocument> ListAsync(
        ResourceType type, string? @namespace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lister = new PagedLister(
            type, @namespace, (request, token, expected) => SendAsync(type, request, token, expected), _client.Unexpected);
        await foreach (var item in lister.ItemsAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new(item, _source);
        }
    }

    public async Task<ManifestDocument?> GetAsync(ResourceType type, string? @namespace, string name, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(ResourcePath.Of(type, @namespace, name), $"read {ResourcePath.Describe(type, @namespace, name)}");
        using var response = await SendAsync(type, request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
        // Only the API server itself says that there is no such object; a proxy's "not found" says nothing.
        return !response.IsSuccess && ServerStatus.Parse(response.Body) is { Reason: "NotFound" }
            ? null
            : Document(request, response, type, @namespace, name);
    }

    public async Task<ManifestDocument> CreateAsync(
        ResourceType type, string? @namespace, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
    {
        var metadata = body["metadata"];
        var name = (string?)metadata?["name"];
        if (name is not null)
        {
            ObjectNames.Check(type, @namespace, name);
        }
        var action = $"create {ResourcePath.Describe(type, @namespace, name ?? (string?)metadata?["generateName"] ?? "")}";
        var request = Write(HttpMethod.Post, ResourcePath.Of(type, @namespace), action, body, options);
        using var response = await SendAsync(type, request, cancellationToken).ConfigureAwait(false);
        return Document(request, response, type, @namespace, name);
    }

    public async Task<ManifestDocument> ReplaceAsync(
        ResourceType type, string? @namespace, string name, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
    {
        var action = $"replace {ResourcePath.Describe(type, @namespace, name)}";
        var request = Write(HttpMethod.Put, ResourcePath.Of(type, @namespace, name), action, body, options);
        using var response = await SendAsync(type, request, cancellationToken).ConfigureAwait(false);
        return Document(request, response, type, @namespace, name);
    }

    public async Task DeleteAsync(
        ResourceType type, string? @namespace, string name, DeletePreconditions preconditions, WriteOptions options,
            CancellationToken cancellationToken)
    {
        // A DELETE takes its options from the body; with a body, those in the query do not count.
        var body = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1" };
        if (options.DryRun)
        {
            body["dryRun"] = new JsonArray("All");
        }
        if (preconditions != DeletePreconditions.None)
        {
            body["preconditions"] = Present(("uid", preconditions.Uid), ("resourceVersion", preconditions.ResourceVersion));
        }

        var action = $"delete {ResourcePath.Describe(type, @namespace, name)}";
        var request = ApiRequest.Write(
            HttpMethod.Delete, ResourcePath.Of(type, @namespace, name), action, body) with { IsRead = options.DryRun };
        using var response = await SendAsync(type, request, cancellationToken).ConfigureAwait(false);
        if (AnsweredObject.Parse(response.Body) is not { } answer
            || !(AnsweredObject.IsSuccess(answer) || AnsweredObject.Is(answer, type, @namespace, name)))
        {
            throw _client.Unexpected(request, response);
        }
    }

    public async Task<AccessAnswer> ReviewAccessAsync(AccessQuestion question, CancellationToken cancellationToken)
    {
        var (kind, who) = question.IsAboutOneself ? ("SelfSubjectAccessReview", "I") : ("SubjectAccessReview", question.User);
        var spec = new JsonObject
        {
            ["resourceAttributes"] = Present(
                ("verb", question.Verb), ("group", question.ApiGroup), ("resource", question.Resource), ("name", question.Name),
                    ("namespace", question.Namespace)),
        };
        if (!question.IsAboutOneself)
        {
            spec["user"] = question.User;
            spec["groups"] = new JsonArray([.. question.Groups.Select(group => JsonValue.Create(group))]);
        }

        var body = new JsonObject { ["kind"] = kind, ["apiVersion"] = "authorization.k8s.io/v1", ["spec"] = spec };
        var path = $"apis/authorization.k8s.io/v1/{kind.ToLowerInvariant()}s";
        var request = ApiRequest.Write(HttpMethod.Post, path, $"ask what {who} may do", body) with { IsRead = true };
        using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return Verdict(response) ?? throw _client.Unexpected(request, response);
    }

    /// <summary>Null when the answer does not say whether it is allowed.</summary>
    private static AccessAnswer? Verdict(ApiResponse response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            var status = document.RootElement.GetProperty("status");
            var reason = status.TryGetProperty("reason", out var text) ? text.GetString() : null;
            return new(status.GetProperty("allowed").GetBoolean(), reason ?? "");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ApiRequest Write(HttpMethod method, string path, string action, JsonObject body, WriteOptions options)
    {
        var query = $"?fieldManager={options.FieldManager}{(options.DryRun ? "&dryRun=All" : "")}";
        // A dry run stores nothing, so it may be repeated like a read.
        return ApiRequest.Write(method, path + query, action, body) with { IsRead = options.DryRun };
    }

    /// <summary>A refusal may only mean that the cluster has no PodSecurityPolicy at all, which deserves its own words.</summary>
    private async Task<ApiResponse> SendAsync(
        ResourceType type, ApiRequest request, CancellationToken cancellationToken, params HttpStatusCode[] expected)
    {
        if (type != ResourceTypes.PodSecurityPolicies)
        {
            return await _client.SendAsync(request, cancellationToken, expected).ConfigureAwait(false);
        }

        ApiResponse response;
        try
        {
            response = await _client.SendAsync(request, cancellationToken, expected).ConfigureAwait(false);
        }
        catch (ClusterException refused) when (refused.StatusCode is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Forbidden)
        {
            await _discovery.EnsurePspServedAsync(refused, cancellationToken).ConfigureAwait(false);
            throw;
        }

        if (response.Status == HttpStatusCode.NotFound)
        {
            await _discovery.EnsurePspServedAsync(null, cancellationToken).ConfigureAwait(false);
        }
        return response;
    }

    private ManifestDocument Document(ApiRequest request, ApiResponse response, ResourceType type, string? @namespace, string? name) =>
        AnsweredObject.Parse(response.Body) is { } answer && AnsweredObject.Is(answer, type, @namespace, name)
            ? new(response.Body.ToArray(), _source)
            : throw _client.Unexpected(request, response);

    private static JsonObject Present(params (string Name, string? Value)[] fields) =>
        new(fields.Where(field => field.Value is not null).Select(
            field => KeyValuePair.Create(field.Name, (JsonNode?)JsonValue.Create(field.Value))));
}

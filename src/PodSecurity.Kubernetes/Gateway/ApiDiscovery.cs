using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Http;

namespace PodSecurity.Kubernetes.Gateway;

/// <summary>
/// Which resources the API server serves; each group and version is asked once. Only a discovery document says that something is not
/// served: a 404 may come from anyone on the way.
/// </summary>
internal sealed class ApiDiscovery(ApiClient client)
{
    private readonly ConcurrentDictionary<string, IReadOnlySet<string>> _served = new();

    public async Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken)
    {
        if (!_served.TryGetValue(type.ApiVersion, out var resources))
        {
            resources = _served[type.ApiVersion] = await AskAsync(type, cancellationToken).ConfigureAwait(false);
        }
        return resources.Contains(type.Plural);
    }

    /// <summary>What the server says of itself; null when it does not let everybody know, or something else answers.</summary>
    public async Task<string?> ServerVersionAsync(CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get("version", "ask for the version of the server");
        try
        {
            using var response = await client.SendAsync(request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
            return response.IsSuccess ? Read(request, response, info => [info.GetProperty("gitVersion").GetString()!]).Single() : null;
        }
        catch (ClusterException e) when (e.Failure is ClusterFailure.Forbidden or ClusterFailure.Protocol)
        {
            return null;
        }
    }

    /// <summary>
    /// After a refusal: throws PspApiNotServed when the cluster has no PodSecurityPolicy; returns when it has, or does not say.
    /// </summary>
    public async Task EnsurePspServedAsync(ClusterException? refused, CancellationToken cancellationToken)
    {
        bool served;
        try
        {
            served = await ServesAsync(ResourceTypes.PodSecurityPolicies, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException)
        {
            return;
        }

        if (!served)
        {
            throw new ClusterException(
                ClusterFailure.PspApiNotServed,
                $"The cluster of {client.Target.Identity} does not serve PodSecurityPolicy (policy/v1beta1): it was removed in Kubernetes "
                + "1.25, or is switched off. "
                + "Use Pod Security Standards there: Test-PodSecurityStandard, Set-PodSecurityLabel. Policies in files can still be read "
                + "and tested with -Path and -PolicyPath.",
                refused)
            {
                StatusCode = refused?.StatusCode ?? (int)HttpStatusCode.NotFound,
            };
        }
    }

    private async Task<IReadOnlySet<string>> AskAsync(ResourceType type, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(ResourcePath.OfApiVersion(type), $"ask what {type.ApiVersion} serves");
        using var response = await client.SendAsync(request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (response.IsSuccess)
        {
            return Read(request, response, list => list.GetProperty("resources").EnumerateArray().Select(Name("name")));
        }
        return type.Group.Length > 0 && !await KnowsVersionAsync(type.ApiVersion, cancellationToken).ConfigureAwait(false)
            ? new HashSet<string>()
            : throw client.Unexpected(request, response);
    }

    /// <summary>Whether the list of all groups and versions, which every API server has, names this one.</summary>
    private async Task<bool> KnowsVersionAsync(string apiVersion, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get("apis", "ask which API groups there are");
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return Read(request, response, list => list.GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("versions").EnumerateArray()).Select(Name("groupVersion"))).Contains(apiVersion);
    }

    private static Func<JsonElement, string> Name(string field) => element => element.GetProperty(field).GetString()!;

    private HashSet<string> Read(ApiRequest request, ApiResponse response, Func<JsonElement, IEnumerable<string>> names)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return [.. names(document.RootElement)];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw client.Unexpected(request, response);
        }
    }
}

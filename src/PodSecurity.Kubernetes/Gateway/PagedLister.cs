using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Http;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Gateway;

/// <summary>Sends a request; of the expected statuses the answer comes back although it is no success.</summary>
internal delegate Task<ApiResponse> SendRequest(ApiRequest request, CancellationToken cancellationToken, params HttpStatusCode[] expected);

/// <summary>Reads one list page by page; while the caller works on a page, the next one is on its way.</summary>
internal sealed class PagedLister(
    ResourceType type, string? @namespace, SendRequest send, Func<ApiRequest, ApiResponse, ClusterException> unexpected)
{
    private const int PageSize = 500;
    private const int MostRestarts = 3;
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private int _restarts;

    /// <summary>The items as complete objects, each object once.</summary>
    public async IAsyncEnumerable<byte[]> ItemsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = FetchAsync(null, stop.Token);
        try
        {
            while (next is not null)
            {
                using var page = await next.ConfigureAwait(false);
                var isWhole = page.Continue is null && seen.Count == 0;
                next = page.Continue is { } token ? FetchAsync(Fresh(token, page), stop.Token) : null;
                while (TryRead(page, out var item))
                {
                    // Once an old list was replaced by a newer one, objects may come again.
                    if (isWhole || seen.Add(item.Key))
                    {
                        yield return item.Json;
                    }
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            if (next is not null)
            {
                await AbandonAsync(next, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// A page. A token that has grown too old (410) is replaced by the one that the server then offers, which goes on from the newest
    /// state, or else the list starts anew.
    /// </summary>
    private async Task<ListPage> FetchAsync(string? token, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var request = Request(token);
            HttpStatusCode[] expected = token is not null && Math.Max(attempt, _restarts) < MostRestarts ? [HttpStatusCode.Gone] : [];
            var response = await send(request, cancellationToken, expected).ConfigureAwait(false);
            if (response.Status != HttpStatusCode.Gone)
            {
                return Parse(request, response);
            }

            using (response)
            {
                token = ServerStatus.Parse(response.Body)?.Continue;
            }
            if (token is null)
            {
                _restarts++;
                _tokens.Clear();
            }
        }
    }

    /// <summary>A token that came before would lead in a circle.</summary>
    private string Fresh(string token, ListPage page) => _tokens.Add(token) ? token : throw unexpected(Request(null), page.Response);

    private ApiRequest Request(string? token)
    {
        var next = token is null ? "" : $"&continue={Uri.EscapeDataString(token)}";
        return ApiRequest.Get(
            $"{ResourcePath.Of(type, @namespace)}?limit={PageSize}{next}", $"list {ResourcePath.Describe(type, @namespace)}");
    }

    private ListPage Parse(ApiRequest request, ApiResponse response)
    {
        try
        {
            return new(response, type);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            using (response)
            {
                throw unexpected(request, response);
            }
        }
    }

    private bool TryRead(ListPage page, out ListItem item)
    {
        try
        {
            return page.TryRead(out item);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ManifestException)
        {
            throw unexpected(Request(null), page.Response);
        }
    }

    /// <summary>The caller stopped early: nobody waits for the page on its way.</summary>
    private static async Task AbandonAsync(Task<ListPage> next, CancellationTokenSource stop)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        try
        {
            (await next.ConfigureAwait(false)).Dispose();
        }
        catch (Exception failed) when (failed is OperationCanceledException or ClusterException)
        {
            // Its outcome is of no interest any more.
        }
    }
}

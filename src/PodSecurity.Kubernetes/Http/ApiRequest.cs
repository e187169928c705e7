using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PodSecurity.Kubernetes.Http;

/// <summary>One call of the API; it can be sent again.</summary>
/// <param name="Path">Relative to the server, with the query.</param>
/// <param name="Action">For messages, to go after "cannot": <c>list pods in namespace team-a</c>.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, string Action)
{
    public byte[]? Body { get; init; }

    /// <summary>Sending it twice does what sending it once does.</summary>
    public bool IsRead { get; init; }

    public static ApiRequest Get(string path, string action) => new(HttpMethod.Get, path, action) { IsRead = true };

    public static ApiRequest Write(HttpMethod method, string path, string action, JsonObject body) =>
        new(method, path, action) { Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()) };

    public HttpContent? CreateContent() => Body is null ? null : new ByteArrayContent(Body)
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PodSecurity.Testing;

/// <summary>Answers for <see cref="FakeApiServer"/>: as an API server gives them, and broken ones.</summary>
public static class FakeAnswers
{
    public static FakeAnswer NotServed { get; } = Status(404, "NotFound", "the server could not find the requested resource");

    /// <summary>Cuts the connection before a word is said.</summary>
    public static FakeAnswer Cut { get; } = (context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Never answers.</summary>
    public static FakeAnswer Stall { get; } = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    public static FakeAnswer Json(string body, int status = 200) => Text(body, "application/json", status);

    public static FakeAnswer Text(string body, string mediaType = "text/plain", int status = 200) => async (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        await context.Response.WriteAsync(body, context.RequestAborted);
    };

    /// <summary>A Status object, as every refusal of the API server.</summary>
    public static FakeAnswer Status(int status, string reason, string message, string? continueToken = null) => Json(
        new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = continueToken is null ? [] : new JsonObject { ["continue"] = continueToken },
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
            ["code"] = status,
        }.ToJsonString(),
        status);

    /// <summary>The same answer with a Retry-After header.</summary>
    public static FakeAnswer RetryAfter(string value, FakeAnswer answer) => (context, request) =>
    {
        context.Response.Headers.RetryAfter = value;
        return answer(context, request);
    };

    /// <summary>The beginning of an answer, then the connection is cut.</summary>
    public static FakeAnswer CutAfter(string beginning) => async (context, _) =>
    {
        await BeginAsync(context, beginning);
        context.Abort();
    };

    /// <summary>The beginning of an answer, then nothing more.</summary>
    public static FakeAnswer StallAfter(string beginning) => async (context, _) =>
    {
        await BeginAsync(context, beginning);
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    };

    /// <summary>A list of objects; the server writes no kind and apiVersion into them.</summary>
    public static FakeAnswer List(string kind, string apiVersion, IEnumerable<string> items, string? continueToken = null)
    {
        var token = continueToken is null ? "" : $",\"continue\":\"{continueToken}\"";
        return Json(
            $$$"""{"kind":"{{{kind}}}List","apiVersion":"{{{apiVersion}}}","metadata":{"resourceVersion":"7"{{{token}}}},"items":[{{{string.Join(",", items)}}}]}""");
    }

    /// <summary>Pages of pods; a page is asked for with the token <c>page-N</c>.</summary>
    public static FakeAnswer Pods(IReadOnlyList<IEnumerable<string>> pages) => (context, request) =>
    {
        var page = context.Request.Query["continue"] is [{ Length: > 0 } token] ? int.Parse(token["page-".Length..]) : 0;
        return List("Pod", "v1", pages[page].Select(Pod), page + 1 < pages.Count ? $"page-{page + 1}" : null)(context, request);
    };

    public static string Pod(string name) =>
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"team-a"},"spec":{"containers":[{"name":"c","image":"i"}]}}""";

    /// <summary>Discovery of one group and version.</summary>
    public static FakeAnswer Resources(string groupVersion, params string[] names) => Json(new JsonObject
    {
        ["kind"] = "APIResourceList",
        ["groupVersion"] = groupVersion,
        ["resources"] = new JsonArray([.. names.Select(name => new JsonObject { ["name"] = name })]),
    }.ToJsonString());

    /// <summary>Discovery of all groups and versions.</summary>
    public static FakeAnswer Groups(params string[] groupVersions) => Json(new JsonObject
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. groupVersions.GroupBy(version => version.Split('/')[0]).Select(group => new JsonObject
        {
            ["name"] = group.Key,
            ["versions"] = new JsonArray([.. group.Select(version => new JsonObject { ["groupVersion"] = version })]),
        })]),
    }.ToJsonString());

    /// <summary>An answer that comes byte by byte and has no end.</summary>
    public static FakeAnswer Drip { get; } = async (context, _) =>
    {
        await BeginAsync(context, "{");
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await Task.Delay(5, context.RequestAborted);
            await BeginAsync(context, " ");
        }
    };

    /// <summary>An answer that goes on until the client leaves.</summary>
    public static FakeAnswer Endless(string beginning) => async (context, _) =>
    {
        await BeginAsync(context, beginning);
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(new string(' ', 64 * 1024), context.RequestAborted);
        }
    };

    private static async Task BeginAsync(HttpContext context, string beginning)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "application/json";
        }
        await context.Response.WriteAsync(beginning, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}

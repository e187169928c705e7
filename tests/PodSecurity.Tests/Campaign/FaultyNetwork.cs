using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PodSecurity.Tests.Campaign;

/// <summary>How one request goes wrong.</summary>
public enum Fault
{
    None,
    Unauthorized = 401,
    Forbidden = 403,
    NotFound = 404,
    Conflict = 409,
    Invalid = 422,
    Busy = 429,
    Failed = 500,
    Unavailable = 503,
    TimedOut = 504,
    NotFoundByProxy = 1000,
    CutBefore,
    CutAfter,
    FailedAfter,
    TimedOutAfter,

    /// <summary>Cut; the server acts when the next request comes.</summary>
    LateSoon,

    /// <summary>Cut; the server acts when the command has ended.</summary>
    Late,
    WrongKind,
    WrongName,
    Garbage,
    Empty,

    /// <summary>The answer cannot be read for a reason that nobody has thought of.</summary>
    Bug,

    /// <summary>Ctrl+C while the request is under way; it is answered.</summary>
    Stop,

    /// <summary>Ctrl+C; the server acts, and no answer comes.</summary>
    StopAfter,

    /// <summary>Ctrl+C; the server never acts, and no answer comes.</summary>
    StopBefore,
}

/// <summary>What somebody else does while the command runs.</summary>
public enum Meddling
{
    None,

    /// <summary>Before the first write: makes the very same objects, or changes those that are there.</summary>
    SameBefore,

    /// <summary>Before the first write: makes other objects of these names, or changes those that are there.</summary>
    ChangedBefore,

    /// <summary>After the first write that took effect: changes what was written, or makes again what was deleted.</summary>
    ChangedAfter,
}

/// <summary>Between the client and the server: lets chosen requests go wrong, and lets somebody else meddle.</summary>
internal sealed class FaultyNetwork(
    StatefulServer server, Func<int, Fault> fault, Meddling meddling, IReadOnlyDictionary<string, string> wanted)
{
    private readonly List<Action> _late = [];
    private Action? _soon;
    private bool _hasMeddled;

    /// <summary>Presses Ctrl+C.</summary>
    public Action Stop { get; set; } = () => { };

    public int Requests { get; private set; }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var kind = fault(Requests++);
        var isWrite = message.Method != HttpMethod.Get;
        var text = message.Content is null ? null : await message.Content.ReadAsStringAsync(CancellationToken.None);
        RunSoon();
        if (isWrite && meddling is (Meddling.SameBefore or Meddling.ChangedBefore))
        {
            MeddleBefore();
        }
        switch (kind)
        {
            case Fault.CutBefore:
                throw Cut();
            case Fault.LateSoon:
                _soon = () => Act(message, text);
                throw Cut();
            case Fault.Late:
                _late.Add(() => Act(message, text));
                throw Cut();
            case Fault.StopBefore:
                Stop();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case Fault.Stop:
                Stop();
                break;
            case Fault.Bug when isWrite:
                throw new InvalidTimeZoneException("Nobody has thought of this.");
            case Fault.NotFoundByProxy:
                return Answer(HttpStatusCode.NotFound, "<html>not found</html>");
            case > Fault.None and < Fault.NotFoundByProxy:
                return Answer(StatefulServer.Status((int)kind, $"{kind}"));
        }
        var answer = Act(message, text);
        if (isWrite && (int)answer.Status < 300 && meddling == Meddling.ChangedAfter)
        {
            MeddleAfter();
        }
        switch (kind)
        {
            case Fault.CutAfter:
                throw Cut();
            case Fault.StopAfter:
                Stop();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case Fault.WrongName when answer.Body["metadata"] is JsonObject metadata:
                metadata["name"] = "another";
                break;
            case Fault.WrongKind:
                answer.Body["kind"] = "Node";
                break;
        }
        return kind switch
        {
            Fault.FailedAfter => Answer(StatefulServer.Status(500, "InternalError")),
            Fault.TimedOutAfter => Answer(StatefulServer.Status(504, "Timeout")),
            Fault.Garbage => Answer(answer.Status, answer.Body.ToJsonString()[1..]),
            Fault.Empty => Answer(answer.Status, ""),
            _ => Answer(answer),
        };
    }

    /// <summary>What was under way when the client gave up reaches the server.</summary>
    public void Settle()
    {
        RunSoon();
        _late.ForEach(act => act());
        _late.Clear();
    }

    private void RunSoon()
    {
        var soon = _soon;
        _soon = null;
        soon?.Invoke();
    }

    private (HttpStatusCode Status, JsonObject Body) Act(HttpRequestMessage message, string? text)
    {
        var query = message.RequestUri!.Query;
        var start = query.IndexOf("fieldManager=", StringComparison.Ordinal);
        var manager = start < 0 ? "podsecurity" : query[(start + "fieldManager=".Length)..].Split('&')[0];
        return server.Handle(message.Method.Method, Path(message), text is null ? null : JsonNode.Parse(text)!.AsObject(), manager);
    }

    private static string Path(HttpRequestMessage message) => Uri.UnescapeDataString(message.RequestUri!.AbsolutePath);

    private void MeddleBefore()
    {
        if (_hasMeddled)
        {
            return;
        }
        _hasMeddled = true;
        foreach (var (path, content) in wanted)
        {
            if (server.Objects.TryGetValue(path, out var present))
            {
                Touch(path, present);
            }
            else
            {
                var body = JsonNode.Parse(content)!.AsObject();
                if (meddling == Meddling.ChangedBefore)
                {
                    Label(body);
                }
                server.Handle("POST", path[..path.LastIndexOf('/')], body, StatefulServer.SomebodyElse);
            }
        }
    }

    private void MeddleAfter()
    {
        if (_hasMeddled)
        {
            return;
        }
        _hasMeddled = true;
        var (path, before, after, _) = server.Journal[^1];
        if (after is not null)
        {
            Touch(path, after);
        }
        else
        {
            var body = Change.ServerFields.Without(before!);
            Label(body);
            server.Handle("POST", path[..path.LastIndexOf('/')], body, StatefulServer.SomebodyElse);
        }
    }

    private void Touch(string path, JsonObject present)
    {
        var body = Change.ServerFields.Without(present);
        Label(body);
        server.Handle("PUT", path, body, StatefulServer.SomebodyElse);
    }

    private static void Label(JsonObject body)
    {
        var metadata = body["metadata"]!.AsObject();
        if (metadata["labels"] is not JsonObject labels)
        {
            metadata["labels"] = labels = [];
        }
        labels["theirs"] = "yes";
    }

    /// <summary>Takes the mark of somebody else away.</summary>
    public static void Unlabel(JsonObject? body)
    {
        if (body?["metadata"]?["labels"] is JsonObject labels && labels.Remove("theirs") && labels.Count == 0)
        {
            body["metadata"]!.AsObject().Remove("labels");
        }
    }

    private static HttpRequestException Cut() => new(HttpRequestError.ResponseEnded, "cut");

    private static HttpResponseMessage Answer((HttpStatusCode Status, JsonObject Body) answer) =>
        Answer(answer.Status, answer.Body.ToJsonString());

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}

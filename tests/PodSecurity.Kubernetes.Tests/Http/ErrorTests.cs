using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Gateway;

namespace PodSecurity.Kubernetes.Tests.Http;

public sealed class ErrorTests
{
    private const string Path = "/api/v1/namespaces/x";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "BadRequest", ClusterFailure.Invalid)]
    [InlineData(401, "Unauthorized", ClusterFailure.Authentication)]
    [InlineData(403, "Forbidden", ClusterFailure.Forbidden)]
    [InlineData(405, "MethodNotAllowed", ClusterFailure.Invalid)]
    [InlineData(409, "Conflict", ClusterFailure.Conflict)]
    [InlineData(409, "AlreadyExists", ClusterFailure.AlreadyExists)]
    [InlineData(410, "Expired", ClusterFailure.ServerError)]
    [InlineData(422, "Invalid", ClusterFailure.Invalid)]
    [InlineData(429, "TooManyRequests", ClusterFailure.TooManyRequests)]
    [InlineData(500, "InternalError", ClusterFailure.ServerError)]
    [InlineData(503, "ServiceUnavailable", ClusterFailure.ServerError)]
    public async Task A_refusal_keeps_what_the_server_said(int status, string reason, ClusterFailure failure)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Status(status, reason, "the server's words."));

        var error = await GetErrorAsync(cluster.Connect());

        Assert.Equal(
            (failure, status, reason, "the server's words."), (error.Failure, error.StatusCode, error.Reason, error.ServerMessage));
        Assert.StartsWith(
            $"Cannot read Namespace \"x\" on context fake ({cluster.Server.Address.ToString().TrimEnd('/')}): the server's words.",
                error.Message);
        Assert.EndsWith(".", error.Message);
        Assert.DoesNotContain("..", error.Message);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>log in</html>", ClusterFailure.Protocol)]
    [InlineData(200, "application/json", "{\"kind\":", ClusterFailure.Protocol)]
    [InlineData(200, "application/json", "", ClusterFailure.Protocol)]
    [InlineData(302, "text/html", "", ClusterFailure.Protocol)]
    [InlineData(400, "text/plain", "Client sent an HTTP request to an HTTPS server.", ClusterFailure.Protocol)]
    [InlineData(401, "text/plain", "nope", ClusterFailure.Authentication)]
    [InlineData(403, "text/html", "<h1>proxy</h1>", ClusterFailure.Forbidden)]
    [InlineData(404, "text/html", "<h1>no such page</h1>", ClusterFailure.Protocol)]
    [InlineData(500, "application/json", "{\"kind\":\"Status\",\"reason\":\"\\ud800\"}", ClusterFailure.ServerError)]
    [InlineData(404, "application/json", "{\"kind\":\"Status\",\"reason\":\"\\ud800\"}", ClusterFailure.Protocol)]
    [InlineData(502, "text/html", "<h1>Bad Gateway</h1>", ClusterFailure.ServerError)]
    public async Task An_answer_that_is_no_Kubernetes_answer_is_told_apart(
        int status, string mediaType, string body, ClusterFailure failure)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Text(body, mediaType, status));

        var error = await GetErrorAsync(cluster.Connect());

        Assert.Equal((failure, status), (error.Failure, error.StatusCode));
        Assert.Null(error.ServerMessage);
        Assert.DoesNotContain("<h", error.Message);
    }

    [Fact]
    public async Task A_missing_object_is_no_error_and_a_missing_list_is_one()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var gateway = cluster.Connect();

        Assert.Null(await gateway.GetAsync(ResourceTypes.Pods, "team-a", "x", Token));
        var error = await Assert.ThrowsAsync<ClusterException>(
            async () => await gateway.ListAsync(ResourceTypes.Pods, null, Token).ToListAsync(Token));
        Assert.Equal(ClusterFailure.NotFound, error.Failure);
        Assert.StartsWith("Cannot list pods in all namespaces on context fake", error.Message);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_an_error_after_some_attempts()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Cut);

        var error = await GetErrorAsync(cluster.Connect());

        Assert.Equal(ClusterFailure.Connection, error.Failure);
        Assert.Contains("cut", error.Message);
        Assert.Equal(4, cluster.Server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_is_cut_is_an_error_after_some_attempts()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.CutAfter("{\"kind\":"));

        var error = await GetErrorAsync(cluster.Connect());

        Assert.Equal(ClusterFailure.Connection, error.Failure);
        Assert.Contains("cut", error.Message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_connection_error()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var gateway = cluster.Connect();
        await cluster.Server.StopAsync();

        var error = await GetErrorAsync(gateway);

        Assert.Equal(ClusterFailure.Connection, error.Failure);
        Assert.Contains("connection refused", error.Message);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_up_to_a_limit()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Endless("""{"kind":"Namespace","""));

        var error = await GetErrorAsync(cluster.Connect(longestAnswer: 3 << 20));

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
        Assert.Contains("the answer is longer than 3 MiB", error.Message);
        Assert.Single(cluster.Server.Requests);
    }

    [Fact]
    public async Task A_head_without_end_is_a_protocol_error()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, (context, request) =>
        {
            for (var i = 0; i < 100; i++)
            {
                context.Response.Headers[$"X-{i}"] = new string('x', 1000);
            }
            return FakeAnswers.Json("{}")(context, request);
        });

        var error = await GetErrorAsync(cluster.Connect());

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
        Assert.Contains("head of the answer", error.Message);
    }

    [Fact]
    public async Task Nothing_is_asked_for_or_unpacked_that_grows_in_memory_and_nothing_is_kept_between_requests()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, (context, request) =>
        {
            context.Response.Headers.SetCookie = "a=b";
            context.Response.Headers.ContentEncoding = "gzip";
            return FakeAnswers.Text("no gzip", "application/json")(context, request);
        });
        var gateway = cluster.Connect();

        Assert.Equal(ClusterFailure.Protocol, (await GetErrorAsync(gateway)).Failure);
        await GetErrorAsync(gateway);

        Assert.All(cluster.Server.Requests, request => Assert.Equal(
            (null, null), (request.Header("Accept-Encoding"), request.Header("Cookie"))));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_not_followed(int status)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, (context, request) =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return FakeAnswers.Text("", status: status)(context, request);
        });

        Assert.Equal(ClusterFailure.Protocol, (await GetErrorAsync(cluster.Connect())).Failure);
        Assert.Single(cluster.Server.Requests);
    }

    [Fact]
    public async Task A_host_that_nobody_knows_is_a_connection_error()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await ConnectAsync(folder, "https://no-such-host.invalid");

        var error = await GetErrorAsync(gateway);

        Assert.Equal(ClusterFailure.Connection, error.Failure);
        Assert.Contains("the host no-such-host.invalid is not known", error.Message);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_HTTP_is_a_protocol_error()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var serve = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Token);
            await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2\r\n\r\n"u8.ToArray(), Token);
        }, Token);
        using var folder = new TemporaryFolder();
        await using var gateway = await ConnectAsync(folder, $"http://127.0.0.1:{port}");

        var error = await GetErrorAsync(gateway);

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
        await serve;
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_a_timeout()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Stall);

        var error = await GetErrorAsync(cluster.Connect(options: new() { RequestTimeout = TimeSpan.FromMilliseconds(50) }));

        Assert.Equal(ClusterFailure.Timeout, error.Failure);
        Assert.Contains("no answer within 0.05 s", error.Message);
        // Not sent again; on a busy machine the time may be up before it was sent at all.
        Assert.True(cluster.Server.Requests.Count <= 1);
    }

    [Fact]
    public async Task The_time_limit_holds_for_the_whole_answer()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.StallAfter("{\"kind\":"));

        var error = await GetErrorAsync(cluster.Connect(options: new() { RequestTimeout = TimeSpan.FromMilliseconds(50) }));

        Assert.Equal(ClusterFailure.Timeout, error.Failure);
    }

    [Fact]
    public async Task The_time_limit_holds_for_an_answer_that_drips()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Drip);

        var error = await GetErrorAsync(cluster.Connect(options: new() { RequestTimeout = TimeSpan.FromMilliseconds(300) }));

        Assert.Equal(ClusterFailure.Timeout, error.Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_ends_a_stalled_answer_at_once_and_is_no_error(bool begun)
    {
        await using var cluster = await FakeCluster.StartAsync();
        using var stop = new CancellationTokenSource();
        var stalled = begun ? FakeAnswers.StallAfter("{\"kind\":") : FakeAnswers.Stall;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Server.OnGet(Path, (context, request) =>
        {
            arrived.SetResult();
            return stalled(context, request);
        });
        var get = cluster.Connect().GetAsync(ResourceTypes.Namespaces, null, "x", stop.Token);
        await arrived.Task.WaitAsync(Token);

        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 4); // at once, on a busy machine; else it would take for ever
    }

    [Fact]
    public async Task Cancellation_ends_the_pause_before_the_next_attempt()
    {
        await using var cluster = await FakeCluster.StartAsync();
        using var stop = new CancellationTokenSource();
        cluster.Server.OnGet(Path, async (context, request) =>
        {
            await FakeAnswers.RetryAfter("5", FakeAnswers.Status(429, "TooManyRequests", "slow down"))(context, request);
            context.Response.OnCompleted(stop.CancelAsync);
        });

        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cluster.Connect().GetAsync(ResourceTypes.Namespaces, null, "x", stop.Token));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 4);
    }

    private static Task<IClusterGateway> ConnectAsync(TemporaryFolder folder, string server)
    {
        var file = folder.Write("config", $$"""
            current-context: a
            contexts: [{name: a, context: {cluster: a} }]
            clusters: [{name: a, cluster: {server: "{{server}}" } }]
            """);
        return ClusterGatewayFactory.ConnectAsync(new() { KubeConfig = file }, new RecordingLog(), Token);
    }

    private static Task<ClusterException> GetErrorAsync(IClusterGateway gateway) =>
        Assert.ThrowsAsync<ClusterException>(() => gateway.GetAsync(ResourceTypes.Namespaces, null, "x", Token));
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.Tests.Http;

public sealed class RetryTests
{
    private const string List = "/api/v1/namespaces";
    private static readonly FakeAnswer Busy = FakeAnswers.Status(429, "TooManyRequests", "slow down");
    private static readonly FakeAnswer Good = FakeAnswers.Json("""{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"x"}}""");
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, FakeAnswer, bool, bool> Troubles => new()
    {
        { "429", Busy, true, true },
        { "502", FakeAnswers.Text("bad gateway", status: 502), true, false },
        { "503", FakeAnswers.Status(503, "ServiceUnavailable", "etcd"), true, false },
        { "504", FakeAnswers.Status(504, "Timeout", "etcd"), true, false },
        { "cut", FakeAnswers.Cut, true, false },
        { "500", FakeAnswers.Status(500, "InternalError", "bug"), false, false },
        { "403", FakeAnswers.Status(403, "Forbidden", "no"), false, false },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Reads_are_repeated_through_trouble_that_passes_and_writes_only_when_they_did_not_begin(
        string name, FakeAnswer trouble, bool readRepeats, bool writeRepeats)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet($"{List}/x", trouble, trouble, Good).On("POST", List, trouble, Good).On("DELETE", $"{List}/x", trouble, Good);
        var gateway = cluster.Connect();

        Assert.True(readRepeats == await SucceedsAsync(() => gateway.GetAsync(ResourceTypes.Namespaces, null, "x", Token)), name);
        Assert.True(
            writeRepeats == await SucceedsAsync(
                () => gateway.CreateAsync(ResourceTypes.Namespaces, null, Body(), WriteOptions.Default, Token)), name);
        Assert.True(
            writeRepeats == await SucceedsAsync(
                () => gateway.DeleteAsync(ResourceTypes.Namespaces, null, "x", DeletePreconditions.None, WriteOptions.Default, Token)),
                    name);
        Assert.Equal(readRepeats ? 3 : 1, cluster.Server.Requests.Count(request => request.Method == "GET"));
        Assert.Equal(writeRepeats ? 4 : 2, cluster.Server.Writes.Count());
    }

    [Fact]
    public async Task A_repeated_write_sends_its_body_again()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.On("POST", List, Busy, Good);

        await cluster.Connect().CreateAsync(ResourceTypes.Namespaces, null, Body(), WriteOptions.Default, Token);

        Assert.Equal(2, cluster.Server.Writes.Count(write => write.Body == Body().ToJsonString()));
    }

    [Fact]
    public async Task Dry_runs_are_repeated_like_reads()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.On("POST", List, FakeAnswers.Status(503, "ServiceUnavailable", "etcd"), Good);

        await cluster.Connect().CreateAsync(ResourceTypes.Namespaces, null, Body(), new(DryRun: true), Token);

        Assert.Equal(2, cluster.Server.Writes.Count());
        Assert.All(cluster.Server.Writes, write => Assert.EndsWith("&dryRun=All", write.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Attempts_end_after_four()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet($"{List}/x", Busy);

        var error = await Assert.ThrowsAsync<ClusterException>(
            () => cluster.Connect().GetAsync(ResourceTypes.Namespaces, null, "x", Token));

        Assert.Equal(ClusterFailure.TooManyRequests, error.Failure);
        Assert.Equal(4, cluster.Server.Requests.Count);
    }

    [Fact]
    public async Task The_pause_is_what_the_server_asks_for()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet($"{List}/x", FakeAnswers.RetryAfter("1", Busy), Good);

        var watch = Stopwatch.StartNew();
        await cluster.Connect().GetAsync(ResourceTypes.Namespaces, null, "x", Token);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.95, 5);
        Assert.Contains(
            cluster.Log.All, line => line.Contains("The server answered 429; trying again in 1.0 s (1 of 3).", StringComparison.Ordinal));
    }

    private static JsonObject Body() => new() { ["metadata"] = new JsonObject { ["name"] = "x" } };

    private static async Task<bool> SucceedsAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (ClusterException)
        {
            return false;
        }
    }
}

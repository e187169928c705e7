using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.Tests.Gateway;

public sealed class ListTests
{
    private const string Path = "/api/v1/namespaces/team-a/pods";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Items_come_with_the_type_that_the_server_leaves_out()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Pods([["a"]]));

        var pod = (await ListAsync(cluster.Connect())).Single();

        Assert.Equal(
            """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","namespace":"team-a"},"spec":{"containers":[{"name":"c","image":"i"}]}}""", pod);
    }

    [Theory]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[]}""", 0)]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":null}""", 0)]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{}}""", 0)]
    [InlineData("""{"apiVersion":"v1","items":[{}, {"metadata":{"name":"a"}}],"kind":"PodList","metadata":{}}""", 2)]
    [InlineData(
        """{ "metadata" : { "labels": {"continue":"no"} }, "items" : [ { "spec" : { "kind" : 1 } } , { "kind":"Pod","apiVersion":"v1" } ] }""", 2)]
    public async Task Lists_may_be_written_in_any_way(string json, int items)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Json(json));

        var pods = await ListAsync(cluster.Connect());

        Assert.Equal(items, pods.Count);
        Assert.All(pods, pod =>
        {
            var fields = JsonNode.Parse(pod)!.AsObject();
            Assert.Equal(("Pod", "v1"), ((string)fields["kind"]!, (string)fields["apiVersion"]!));
        });
    }

    [Fact]
    public async Task Pages_follow_the_token()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Pods([["a", "b"], ["c"], ["d"]]));

        Assert.Equal(["a", "b", "c", "d"], Names(await ListAsync(cluster.Connect())));
        Assert.Equal(
            [$"{Path}?limit=500", $"{Path}?limit=500&continue=page-1", $"{Path}?limit=500&continue=page-2"], cluster.Server.Requests.Select(
                request => request.Path));
    }

    [Fact]
    public async Task A_page_is_under_way_while_the_former_one_is_used()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Server.OnGet(Path, FakeAnswers.Pods([["a", "b"], ["c"]]), (context, request) =>
        {
            asked.SetResult();
            return FakeAnswers.Pods([["a", "b"], ["c"]])(context, request);
        });

        await foreach (var _ in cluster.Connect().ListAsync(ResourceTypes.Pods, "team-a", Token))
        {
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        }
    }

    [Fact]
    public async Task A_list_that_grew_too_old_starts_anew_and_gives_no_object_twice()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(
            Path,
            FakeAnswers.Pods([["a", "b"], []]),
            FakeAnswers.Status(410, "Expired", "The provided continue parameter is too old"),
            FakeAnswers.Pods([["b", "new", "a"], ["c"]]));

        Assert.Equal(["a", "b", "new", "c"], Names(await ListAsync(cluster.Connect())));
        Assert.Equal($"{Path}?limit=500", cluster.Server.Requests[2].Path);
    }

    [Fact]
    public async Task A_list_that_grew_too_old_goes_on_with_the_token_that_the_server_offers()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(
            Path,
            FakeAnswers.Pods([["a", "b"], []]),
            FakeAnswers.Status(410, "Expired", "The provided continue parameter is too old", continueToken: "page-1"),
            FakeAnswers.Pods([[], ["c"]]));

        Assert.Equal(["a", "b", "c"], Names(await ListAsync(cluster.Connect())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("again")]
    public async Task A_list_that_always_expires_ends_in_an_error(string? offered)
    {
        await using var cluster = await FakeCluster.StartAsync();
        var first = FakeAnswers.Pods([["a"], []]);
        var expired = FakeAnswers.Status(410, "Expired", "too old", offered);
        cluster.Server.OnGet(Path, (context, request) => (request.Path.Contains("continue") ? expired : first)(context, request));

        var error = await Assert.ThrowsAsync<ClusterException>(() => ListAsync(cluster.Connect()));

        Assert.Equal((ClusterFailure.ServerError, 410), (error.Failure, error.StatusCode));
        Assert.InRange(cluster.Server.Requests.Count, 3, 10);
    }

    [Fact]
    public async Task A_page_that_is_cut_off_is_asked_for_again()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(
            Path, FakeAnswers.CutAfter("""{"kind":"PodList","metadata":{},"items":[{"metadata":{"name":"a"}},{"met"""), FakeAnswers.Pods(
                [["a", "b"]]));

        Assert.Equal(["a", "b"], Names(await ListAsync(cluster.Connect())));
    }

    [Fact]
    public async Task Objects_of_good_pages_come_before_the_error_of_a_bad_one()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Pods([["a", "b"], []]), FakeAnswers.Status(500, "InternalError", "etcd is gone"));
        var names = new List<string>();

        var error = await Assert.ThrowsAsync<ClusterException>(async () =>
        {
            await foreach (var pod in cluster.Connect().ListAsync(ResourceTypes.Pods, "team-a", Token))
            {
                names.Add(Encoding.UTF8.GetString(pod.Json.Span));
            }
        });

        Assert.Equal(2, names.Count);
        Assert.Equal(ClusterFailure.ServerError, error.Failure);
    }

    [Fact]
    public async Task A_caller_that_stops_early_stops_the_next_page()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Server.OnGet(Path, FakeAnswers.Pods([["a"], []]), async (context, request) =>
        {
            context.RequestAborted.Register(left.SetResult);
            asked.SetResult();
            await FakeAnswers.Stall(context, request);
        });

        await foreach (var _ in cluster.Connect().ListAsync(ResourceTypes.Pods, "team-a", Token))
        {
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
            break;
        }
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    [Theory]
    [InlineData("""{"kind":"PodList","metadata":{},"items":[{"metadata":{"name":"a"}""")]
    [InlineData("""{"kind":"PodList","metadata":{},"items":[}]}""")]
    [InlineData("""[]""")]
    [InlineData("""<html>Please log in</html>""")]
    [InlineData("")]
    public async Task Garbage_is_an_error(string json)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.Text(json, "text/html"));

        var error = await Assert.ThrowsAsync<ClusterException>(() => ListAsync(cluster.Connect()));

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
        Assert.Contains("(text/html)", error.Message);
    }

    /// <summary>Read as "no token" or "no items", each of these would make a shorter list than the cluster has.</summary>
    [Theory]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{"continue":5},"items":[]}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{"continue":{"a":"b"}},"items":[]}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{"continue":"\ud800"},"items":[]}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","items":[],"metadata":{"continue":["x"]}}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":["continue","x"],"items":[{}]}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":"continue","items":[{}]}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":null,"items":[{}]}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":{}}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":"x"}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[1]}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"\ud800"}}]}""")]
    public async Task Fields_of_a_wrong_type_do_not_make_a_list_shorter(string json)
    {
        await using var cluster = await FakeCluster.StartAsync();
        // Several pages, because the name of an object counts only there.
        cluster.Server.OnGet(Path, FakeAnswers.Pods([["a"], []]), FakeAnswers.Json(json));

        var error = await Assert.ThrowsAsync<ClusterException>(() => ListAsync(cluster.Connect()));

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
    }

    [Fact]
    public async Task A_token_that_no_server_would_take_back_is_not_sent()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(Path, FakeAnswers.List("Pod", "v1", [], continueToken: new string('x', 20_000)));

        var error = await Assert.ThrowsAsync<ClusterException>(() => ListAsync(cluster.Connect()));

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
        Assert.Single(cluster.Server.Requests);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a", "b", "c")]
    public async Task A_list_that_goes_in_a_circle_ends_in_an_error(params string[] tokens)
    {
        await using var cluster = await FakeCluster.StartAsync();
        var asked = 0;
        cluster.Server.OnGet(Path, (context, request) =>
            FakeAnswers.List("Pod", "v1", [FakeAnswers.Pod($"p{asked}")], tokens[asked++ % tokens.Length])(context, request));

        var error = await Assert.ThrowsAsync<ClusterException>(() => ListAsync(cluster.Connect()));

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
        Assert.Equal(tokens.Length + 1, asked);
    }

    private static async Task<List<string>> ListAsync(IClusterGateway gateway)
    {
        var result = new List<string>();
        await foreach (var document in gateway.ListAsync(ResourceTypes.Pods, "team-a", Token))
        {
            result.Add(Encoding.UTF8.GetString(document.Json.Span));
        }
        return result;
    }

    private static IEnumerable<string> Names(IEnumerable<string> pods) =>
        pods.Select(pod => (string)JsonNode.Parse(pod)!["metadata"]!["name"]!);
}

using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Cluster;
using PodSecurity.Verdicts;

namespace PodSecurity.Kubernetes.Tests.Gateway;

public sealed class LiveClusterGatewayTests
{
    private const string Policies = "/apis/policy/v1beta1/podsecuritypolicies";
    private static readonly FakeAnswer Policy = FakeAnswers.Json(
        """{"kind":"PodSecurityPolicy","apiVersion":"policy/v1beta1","metadata":{"name":"x"}}""");
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Identity_says_which_cluster_it_is()
    {
        await using var cluster = await FakeCluster.StartAsync();

        var identity = cluster.Connect(options: new() { As = "jane" }).Identity;

        Assert.Equal(new("fake", cluster.Server.Address.ToString().TrimEnd('/'), "team-a", "jane"), identity);
    }

    public static TheoryData<int, string, string?> Versions => new()
    {
        { 200, """{"major":"1","minor":"20+","gitVersion":"v1.20.15-eks-14c7a48"}""", "v1.20.15-eks-14c7a48" },
        { 200, "<html>", null },
        { 200, """{"major":"1"}""", null },
        { 404, "gone", null },
        { 403, """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,"message":"no"}""", null },
    };

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_server_says_its_version_or_it_is_not_known(int status, string body, string? version)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet("/version", FakeAnswers.Json(body, status));

        Assert.Equal(version, await cluster.Connect().ServerVersionAsync(Token));
    }

    [Fact]
    public async Task An_object_comes_as_the_server_wrote_it()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet($"{Policies}/x", Policy);

        var document = await cluster.Connect().GetAsync(ResourceTypes.PodSecurityPolicies, null, "x", Token);

        Assert.Equal(
            """{"kind":"PodSecurityPolicy","apiVersion":"policy/v1beta1","metadata":{"name":"x"}}""", Encoding.UTF8.GetString(
                document!.Json.Span));
        Assert.Equal("cluster fake", document.Source.ToString());
    }

    private static readonly FakeAnswer Role = FakeAnswers.Json(
        """{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r","namespace":"team-a"}}""");

    [Theory]
    [InlineData(false, "?fieldManager=podsecurity")]
    [InlineData(true, "?fieldManager=podsecurity&dryRun=All")]
    public async Task Writes_say_who_writes_and_whether_it_counts(bool dryRun, string query)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.On("POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/team-a/roles", Role).On("PUT", $"{Policies}/x", Policy);
        var gateway = cluster.Connect();

        await gateway.CreateAsync(ResourceTypes.Roles, "team-a", new() { ["a"] = 1 }, new(dryRun), Token);
        await gateway.ReplaceAsync(ResourceTypes.PodSecurityPolicies, null, "x", new() { ["a"] = 2 }, new(dryRun), Token);

        Assert.Equal(
            [("POST", $"/apis/rbac.authorization.k8s.io/v1/namespaces/team-a/roles{query}", """{"a":1}"""),
                ("PUT", $"{Policies}/x{query}", """{"a":2}""")],
            cluster.Server.Requests.Select(request => (request.Method, request.Path, request.Body)));
        Assert.All(cluster.Server.Requests, request => Assert.Equal("application/json", request.Header("Content-Type")));
    }

    [Fact]
    public async Task A_delete_carries_its_conditions()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.On("DELETE", $"{Policies}/x", FakeAnswers.Json("""{"kind":"Status","status":"Success"}"""));
        var gateway = cluster.Connect();

        await gateway.DeleteAsync(ResourceTypes.PodSecurityPolicies, null, "x", DeletePreconditions.None, WriteOptions.Default, Token);
        await gateway.DeleteAsync(ResourceTypes.PodSecurityPolicies, null, "x", new("u", "7"), new(DryRun: true), Token);

        Assert.Equal(
            ["""{"kind":"DeleteOptions","apiVersion":"v1"}""",
                """{"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"],"preconditions":{"uid":"u","resourceVersion":"7"}}"""],
            cluster.Server.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task The_authorizer_is_asked_about_a_subject()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.On(
            "POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", FakeAnswers.Json(
                """{"status":{"allowed":true,"reason":"because"}}""", 201));

        var answer = await cluster.Connect().ReviewAccessAsync(
            new("jane", ["devs"], "use", "policy", "podsecuritypolicies", "x", null), Token);

        Assert.Equal(new(true, "because"), answer);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """{"user":"jane","groups":["devs"],"resourceAttributes":{"verb":"use","group":"policy","resource":"podsecuritypolicies","name":"x"}}"""),
            JsonNode.Parse(cluster.Server.Requests.Single().Body)!["spec"]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"status":{}}""")]
    [InlineData("""{"status":{"allowed":"true"}}""")]
    [InlineData("""{"status":{"allowed":null}}""")]
    [InlineData("""{"status":{"allowed":true,"reason":5}}""")]
    [InlineData("""{"status":{"allowed":true,"reason":"\ud800"}}""")]
    [InlineData("""{"status":true}""")]
    public async Task An_answer_that_does_not_say_whether_it_is_allowed_is_none(string json)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.On("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", FakeAnswers.Json(json, 201));

        var error = await Assert.ThrowsAsync<ClusterException>(
            () => cluster.Connect().ReviewAccessAsync(new("jane", [], "use", "policy", "podsecuritypolicies", "x", null), Token));

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
    }

    [Fact]
    public async Task Discovery_is_asked_once_for_each_version()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet("/apis/batch/v1", FakeAnswers.Resources("batch/v1", "jobs")).OnGet("/apis", FakeAnswers.Groups("batch/v1"));
        var gateway = cluster.Connect();

        Assert.True(await gateway.ServesAsync(ResourceTypes.Jobs, Token));
        Assert.False(await gateway.ServesAsync(ResourceTypes.CronJobs, Token));
        Assert.False(await gateway.ServesAsync(ResourceTypes.CronJobsV1Beta1, Token));
        Assert.False(await gateway.ServesAsync(ResourceTypes.CronJobsV1Beta1, Token));
        Assert.Equal(["/apis/batch/v1", "/apis/batch/v1beta1", "/apis"], cluster.Server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("jobs,cronjobs", "cronjobs", "v1")]
    [InlineData("jobs", "cronjobs", "v1beta1")]
    [InlineData("jobs", "", null)]
    public async Task CronJobs_are_read_where_the_cluster_has_them(string served, string servedBefore, string? version)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet("/apis/batch/v1", FakeAnswers.Resources("batch/v1", served.Split(',')))
            .OnGet("/apis/batch/v1beta1", FakeAnswers.Resources("batch/v1beta1", servedBefore.Split(',')));

        Assert.Equal(version, (await ClusterInventory.CronJobsAsync(cluster.Connect(), Token))?.Version);
    }

    public static TheoryData<Func<IClusterGateway, Task>> PolicyCalls => new(
        gateway => gateway.ListAsync(ResourceTypes.PodSecurityPolicies, null, Token).ToListAsync(Token).AsTask(),
        gateway => gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, "x", Token),
        gateway => gateway.CreateAsync(ResourceTypes.PodSecurityPolicies, null, [], WriteOptions.Default, Token),
        gateway => gateway.ReplaceAsync(ResourceTypes.PodSecurityPolicies, null, "x", [], WriteOptions.Default, Token),
        gateway => gateway.DeleteAsync(
            ResourceTypes.PodSecurityPolicies, null, "x", DeletePreconditions.None, WriteOptions.Default, Token));

    [Theory]
    [MemberData(nameof(PolicyCalls))]
    public async Task A_cluster_without_PodSecurityPolicy_says_what_to_use_instead(Func<IClusterGateway, Task> call)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet("/apis/policy/v1beta1", FakeAnswers.Resources("policy/v1beta1", "poddisruptionbudgets"));

        var error = await Assert.ThrowsAsync<ClusterException>(() => call(cluster.Connect()));

        Assert.Equal(ClusterFailure.PspApiNotServed, error.Failure);
        Assert.Contains("Test-PodSecurityStandard", error.Message);
    }

    /// <summary>What is on the way to a server answers 404 to anything; the API server alone knows what it serves.</summary>
    [Theory]
    [MemberData(nameof(PolicyCalls))]
    public async Task A_404_of_somebody_on_the_way_does_not_mean_that_PodSecurityPolicy_is_gone(Func<IClusterGateway, Task> call)
    {
        foreach (var notFound in new[] { FakeAnswers.Text("<h1>Not Found</h1>", "text/html", 404), FakeAnswers.Text(
            "404 page not found\n", status: 404) })
        {
            await using var cluster = await FakeCluster.StartAsync();
            foreach (var path in new[] { Policies, $"{Policies}/x", "/apis/policy/v1beta1", "/apis" })
            {
                cluster.Server.OnGet(path, notFound).On("POST", path, notFound).On("PUT", path, notFound).On("DELETE", path, notFound);
            }

            var error = await Assert.ThrowsAsync<ClusterException>(() => call(cluster.Connect()));

            Assert.Equal((ClusterFailure.Protocol, 404), (error.Failure, error.StatusCode));
        }
    }

    [Theory]
    [InlineData("policy/v1", ClusterFailure.PspApiNotServed)]
    [InlineData("policy/v1beta1", ClusterFailure.Protocol)]
    public async Task The_list_of_groups_decides_what_a_404_of_discovery_means(string served, ClusterFailure failure)
    {
        await using var cluster = await FakeCluster.StartAsync();
        var notFound = FakeAnswers.Text("404 page not found\n", status: 404);
        cluster.Server.OnGet(Policies, notFound).OnGet("/apis/policy/v1beta1", notFound).OnGet(
            "/apis", FakeAnswers.Groups("apps/v1", served));

        var error = await Assert.ThrowsAsync<ClusterException>(
            async () => await cluster.Connect().ListAsync(ResourceTypes.PodSecurityPolicies, null, Token).ToListAsync(Token));

        Assert.Equal(failure, error.Failure);
    }

    [Theory]
    [InlineData("<html>", "/apis/batch/v1")]
    [InlineData("[]", "/apis/batch/v1")]
    [InlineData("""{"resources":{}}""", "/apis/batch/v1")]
    [InlineData("""{"resources":[{"name":1}]}""", "/apis/batch/v1")]
    [InlineData("""{"groups":[{"name":"batch"}]}""", "/apis")]
    public async Task A_broken_discovery_does_not_mean_that_something_is_not_served(string json, string path)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet(path, FakeAnswers.Json(json));
        var ask = cluster.Connect().ServesAsync(ResourceTypes.CronJobs, Token);

        Assert.Equal(ClusterFailure.Protocol, (await Assert.ThrowsAsync<ClusterException>(() => ask)).Failure);
    }

    [Fact]
    public async Task A_cluster_without_PodSecurityPolicy_says_so_even_when_the_user_may_not_list_it()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet("/apis", FakeAnswers.Groups("policy/v1"));
        cluster.Server.OnGet(Policies, FakeAnswers.Status(403, "Forbidden", "User \"dev\" cannot list resource"));

        var error = await Assert.ThrowsAsync<ClusterException>(
            async () => await cluster.Connect().ListAsync(ResourceTypes.PodSecurityPolicies, null, Token).ToListAsync(Token));

        Assert.Equal(ClusterFailure.PspApiNotServed, error.Failure);
    }

    [Fact]
    public async Task A_missing_policy_of_a_cluster_that_has_policies_is_just_missing()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet("/apis/policy/v1beta1", FakeAnswers.Resources("policy/v1beta1", "podsecuritypolicies"));
        var gateway = cluster.Connect();

        Assert.Null(await gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, "x", Token));
        var error = await Assert.ThrowsAsync<ClusterException>(
            () => gateway.DeleteAsync(ResourceTypes.PodSecurityPolicies, null, "x", DeletePreconditions.None, WriteOptions.Default, Token));
        Assert.Equal(ClusterFailure.NotFound, error.Failure);
    }

    public static TheoryData<Func<IClusterGateway, string, Task>> CallsByName => new(
        (gateway, name) => gateway.GetAsync(ResourceTypes.PodSecurityPolicies, null, name, Token),
        (gateway, name) => gateway.DeleteAsync(
            ResourceTypes.PodSecurityPolicies, null, name, DeletePreconditions.None, WriteOptions.Default, Token),
        (gateway, name) => gateway.ReplaceAsync(ResourceTypes.PodSecurityPolicies, null, name, [], WriteOptions.Default, Token),
        (gateway, name) => gateway.CreateAsync(ResourceTypes.PodSecurityPolicies, null, Named(name), WriteOptions.Default, Token),
        (gateway, name) => gateway.GetAsync(ResourceTypes.Pods, name, "x", Token),
        (gateway, name) => gateway.CreateAsync(ResourceTypes.Roles, name, Named("x"), WriteOptions.Default, Token),
        (gateway, name) => gateway.ListAsync(ResourceTypes.Pods, name, Token).ToListAsync(Token).AsTask());

    [Theory]
    [MemberData(nameof(CallsByName))]
    public async Task A_name_that_leads_elsewhere_is_never_sent(Func<IClusterGateway, string, Task> call)
    {
        await using var cluster = await FakeCluster.StartAsync();
        foreach (var name in new[] { "", ".", "..", "a/b", "/", "%2e%2e", "50%" })
        {
            var error = await Assert.ThrowsAsync<ClusterException>(() => call(cluster.Connect(), name));
            Assert.Equal(ClusterFailure.NameInvalid, error.Failure);
        }
        Assert.Empty(cluster.Server.Requests);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"kind":"PodSecurityPolicy","kind":"PodSecurityPolicy","apiVersion":"policy/v1beta1","metadata":{"name":"x"}}""")]
    [InlineData("""{"kind":"Status","apiVersion":"v1","status":"Failure","metadata":{"name":"x"}}""")]
    [InlineData("""{"kind":"PodSecurityPolicyList","apiVersion":"policy/v1beta1","metadata":{},"items":[]}""")]
    [InlineData("""{"kind":"PodSecurityPolicy","apiVersion":"extensions/v1beta1","metadata":{"name":"x"}}""")]
    [InlineData("""{"kind":"PodSecurityPolicy","apiVersion":"policy/v1beta1","metadata":{"name":"y"}}""")]
    [InlineData("""{"kind":"PodSecurityPolicy","apiVersion":"policy/v1beta1","metadata":{"name":["x"]}}""")]
    [InlineData("""{"kind":"PodSecurityPolicy","apiVersion":"policy/v1beta1"}""")]
    public async Task An_answer_about_something_else_is_an_error(string body)
    {
        await using var cluster = await FakeCluster.StartAsync();
        var answer = FakeAnswers.Json(body);
        cluster.Server.OnGet($"{Policies}/x", answer).On("DELETE", $"{Policies}/x", answer).On("PUT", $"{Policies}/x", answer).On(
            "POST", Policies, answer);

        foreach (var call in CallsByName.Take(4).Select(row => row.Data))
        {
            var error = await Assert.ThrowsAsync<ClusterException>(() => call(cluster.Connect(), "x"));
            Assert.Equal(ClusterFailure.Protocol, error.Failure);
        }
    }

    [Fact]
    public async Task An_object_of_another_namespace_is_an_error()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet("/apis/rbac.authorization.k8s.io/v1/namespaces/team-b/roles/r", Role);

        var error = await Assert.ThrowsAsync<ClusterException>(() => cluster.Connect().GetAsync(ResourceTypes.Roles, "team-b", "r", Token));

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
    }

    [Theory]
    [InlineData("""{"kind":"NodeList","apiVersion":"v1","metadata":{},"items":[]}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v2","metadata":{},"items":[]}""")]
    public async Task A_list_of_something_else_is_an_error(string body)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet("/api/v1/pods", FakeAnswers.Json(body));

        var error = await Assert.ThrowsAsync<ClusterException>(
            () => cluster.Connect().ListAsync(ResourceTypes.Pods, null, Token).ToListAsync(Token).AsTask());

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
    }

    [Fact]
    public async Task A_proxy_that_finds_nothing_does_not_say_that_an_object_is_absent()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.OnGet("/api/v1/namespaces/x", FakeAnswers.Text("not found", status: 404));

        var error = await Assert.ThrowsAsync<ClusterException>(
            () => cluster.Connect().GetAsync(ResourceTypes.Namespaces, null, "x", Token));

        Assert.Equal(ClusterFailure.Protocol, error.Failure);
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };
}

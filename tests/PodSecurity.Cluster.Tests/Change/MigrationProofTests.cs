using System.Text.Json.Nodes;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Change;
using PodSecurity.Migration;
using PodSecurity.Standards.Labels;
using PodSecurity.Verdicts;

namespace PodSecurity.Cluster.Tests.Change;

/// <summary>
/// The way out of PSP on a real API server: what policies wrote, found in real pods, and the plan, carried out and taken back.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class MigrationProofTests(RealCluster cluster, ITestOutputHelper output)
{
    private const string Team = "way-out";
    private const string Host = "way-out-host";

    // In one session, the plan is made anew for every step, as by somebody who is interrupted after each.
    private const string CarryOut = """
        $ConfirmPreference = 'None'
        $undo = @()
        while ($true) {
            $left = @(Get-PspMigrationPlan -Version v1.24 | Where-Object { $_.Command -and $_.Step -notin 'PspOff', 'CleanUp' })
            if (-not $left) { break }
            $step = $left[0]
            $null = & ([scriptblock]::Create($step.Command))
            $undo = @($step.Undo) + $undo
            "$($step.Step) $($step.Target) breaks $($step.Breaks.Count)"
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_policies_wrote_is_found_and_the_plan_is_carried_out_interrupted_after_each_step_and_taken_back()
    {
        var folder = Directory.CreateTempSubdirectory("podsecurity-way-out-");
        await using var gateway = await cluster.ConnectAsync();
        await using var objects = new TemporaryObjects(gateway);
        await objects.CreateFileAsync("migration.yaml");
        await Eventually.TrueAsync("not every workload has its pods", async () => (await PodsAsync(gateway)).Count == 4);
        await InjectAsync(gateway);
        await AssertBlameAsync(gateway);
        await gateway.DeleteAsync(ResourceTypes.Pods, Team, "injected", DeletePreconditions.None, WriteOptions.Default, Stop);
        try
        {
            await CarryOutAsync(gateway, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Each field of real pods is blamed on whoever wrote it.</summary>
    private static async Task AssertBlameAsync(IClusterGateway gateway)
    {
        var found = await MutationsAsync(gateway);

        var web = found.Where(
            item => item.Kind == "Pod" && item.Controller!.StartsWith("ReplicaSet/web-", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, web.Count);
        Assert.All(web, pod => Assert.Equal(
            [
                "metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]",
                "spec.containers[web].securityContext.allowPrivilegeEscalation",
                "spec.containers[web].securityContext.capabilities.add", "spec.containers[web].securityContext.capabilities.drop",
                "spec.containers[web].securityContext.readOnlyRootFilesystem", "spec.containers[web].securityContext.runAsNonRoot",
                "spec.initContainers[prepare].securityContext.allowPrivilegeEscalation",
                "spec.initContainers[prepare].securityContext.capabilities.add",
                "spec.initContainers[prepare].securityContext.capabilities.drop",
                "spec.initContainers[prepare].securityContext.readOnlyRootFilesystem",
                "spec.initContainers[prepare].securityContext.runAsNonRoot", "spec.securityContext.fsGroup",
            ],
            pod.Changes.Select(change => change.Path).Order(StringComparer.Ordinal)));
        Assert.All(web.SelectMany(pod => pod.Changes), change => Assert.Equal(("Policy", "way-out.writer"), (change.Cause, change.Policy)));
        Assert.DoesNotContain(found, item => item.Kind == "Pod" && item.Controller!.Contains("explicit", StringComparison.Ordinal));

        // What a webhook does on the way looks just like this to everybody behind it.
        var injected = found.Single(item => item.Name == "injected").Changes.ToLookup(change => change.Cause, change => change.Path);
        Assert.Equal(
            [
                "spec.containers[idle].securityContext.runAsUser", "spec.containers[sidecar]", "spec.volumes[sidecar]",
            ],
            injected["Other"].Order(StringComparer.Ordinal));
        Assert.Contains("spec.containers[idle].securityContext.allowPrivilegeEscalation", injected["Policy"]);
        Assert.Contains("spec.securityContext.fsGroup", injected["Policy"]);
    }

    private async Task CarryOutAsync(IClusterGateway gateway, string folder)
    {
        var before = await ContentsAsync(gateway);
        var shell = new ClusterShell(cluster.KubeConfig);
        var (go, undo) = ($"$null = $ExecutionContext.SessionState.Path.SetLocation('{folder}')", Path.Combine(folder, "undo.ps1"));
        var said = await shell.RunAsync($"{go}\n{CarryOut}\n[IO.File]::WriteAllLines('{undo}', [string[]]$undo)", Stop);
        Array.ForEach(said, output.WriteLine);
        Assert.Equal(
            [$"ExplicitMutation Namespace/{Team} breaks 0", "NonMutatingTwin PodSecurityPolicy/0-way-out.writer breaks 0"], said.Take(2));
        Assert.All(said, line => Assert.EndsWith(" breaks 0", line, StringComparison.Ordinal));
        await Eventually.TrueAsync("the pods are not made again by the new templates", () => AreMadeAgainAsync(gateway));
        await AssertIsOutAsync(gateway);

        await shell.RunAsync(
            $"{go}; $ConfirmPreference = 'None'; & ([scriptblock]::Create([IO.File]::ReadAllText('{undo}')))", Stop);
        Assert.Equal(before, await ContentsAsync(gateway));
    }

    private static async Task AssertIsOutAsync(IClusterGateway gateway)
    {
        // Nothing is written any more, and everything is admitted still.
        Assert.DoesNotContain(await MutationsAsync(gateway), item => item.Kind != "Pod");
        var state = await PolicyStateReader.ReadAsync(gateway, Stop);
        var test = new PodTest(state, new() { TokenVolume = TokenVolume.Secret });
        var namespaces = new Dictionary<string, LevelVersion>();
        await foreach (var document in gateway.ListAsync(ResourceTypes.Namespaces, null, Stop))
        {
            var found = NamespaceDecoder.Decode(document)!;
            Assert.True(found.Labels.ContainsKey(PodSecurityLabels.Enforce), found.Name);
            namespaces[found.Name] = new LabelReading(found.Labels, NamespacePolicy.Privileged).Policy.Enforce;
        }
        Assert.Equal(("restricted:v1.24", "privileged:v1.24"), (namespaces[Team].ToString(), namespaces[Host].ToString()));
        foreach (var type in new[] { ResourceTypes.Deployments, ResourceTypes.CronJobsV1Beta1, ResourceTypes.Pods })
        {
            await foreach (var document in gateway.ListAsync(type, null, Stop))
            {
                var workload = WorkloadDecoder.Decode(document)!;
                var enforced = namespaces[workload.Namespace!];
                var standard = new PssTestResult(workload, enforced.Level, enforced.Version);
                Assert.True(standard.Allowed, $"{workload.Kind}/{workload.Name}: {standard.Message}");
                if (workload.Namespace is Team or Host)
                {
                    var verdict = test.Test(workload);
                    Assert.True(
                        verdict is { Allowed: true, Mutated: false },
                            $"{workload.Kind}/{workload.Name}: {verdict.Message} {verdict.Changes}");
                }
            }
        }
    }

    private static async Task<bool> AreMadeAgainAsync(IClusterGateway gateway)
    {
        var policies = (await PodsAsync(gateway)).Select(pod => (string?)pod["metadata"]!["annotations"]?["kubernetes.io/psp"]).ToList();
        return policies.Count == 4 && policies.TrueForAll(policy => policy is "0-way-out.writer" or "way-out.writer" or "way-out.host")
            && !(await MutationsAsync(gateway)).Any(
                item => item.Kind == "Pod" && item.Controller!.Contains("web-", StringComparison.Ordinal));
    }

    private static async Task<List<PspMutation>> MutationsAsync(IClusterGateway gateway)
    {
        var state = await PolicyStateReader.ReadAsync(gateway, Stop);
        return [.. await new ClusterMutations(gateway, state) { Namespace = Team, IncludePods = true }.ReadAsync(Stop)];
    }

    /// <summary>A pod of the idle Deployment, as a webhook would have changed it before the policy saw it.</summary>
    private async Task InjectAsync(IClusterGateway gateway)
    {
        var owner = (await gateway.GetAsync(ResourceTypes.Deployments, Team, "idle", Stop))!;
        var uid = (string)JsonNode.Parse(owner.Json.Span)!["metadata"]!["uid"]!;
        await using var injector = await cluster.ConnectAsAsync(PolicyIdentity.ForServiceAccount(Team, "injector"));
        var pod = JsonNode.Parse($$$"""
            {"apiVersion":"v1","kind":"Pod",
             "metadata":{"name":"injected","ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"idle","uid":"{{{uid}}}","controller":true}]},
             "spec":{"containers":[{"name":"idle","image":"example/idle","securityContext":{"runAsUser":777}},{"name":"sidecar","image":"proxy"}],
                     "volumes":[{"name":"sidecar","emptyDir":{} }] } }
            """)!.AsObject();
        await Eventually.TrueAsync("the server does not know yet what the injector may do", async () =>
        {
            try
            {
                await injector.CreateAsync(ResourceTypes.Pods, Team, pod.DeepClone().AsObject(), WriteOptions.Default, Stop);
                return true;
            }
            catch (ClusterException e) when (e.Failure is ClusterFailure.Forbidden or ClusterFailure.ServerError)
            {
                return false;
            }
        });
    }

    private static async Task<List<JsonObject>> PodsAsync(IClusterGateway gateway)
    {
        var pods = new List<JsonObject>();
        foreach (var @namespace in new[] { Team, Host })
        {
            await foreach (var document in gateway.ListAsync(ResourceTypes.Pods, @namespace, Stop))
            {
                pods.Add(JsonNode.Parse(document.Json.Span)!.AsObject());
            }
        }
        return pods;
    }

    /// <summary>What the plan changes, as it is: templates, policies, grants, labels.</summary>
    private static async Task<string> ContentsAsync(IClusterGateway gateway)
    {
        var lines = new List<string>();
        foreach (var type in new[]
            {
                ResourceTypes.PodSecurityPolicies, ResourceTypes.ClusterRoles, ResourceTypes.ClusterRoleBindings, ResourceTypes.Roles,
                ResourceTypes.RoleBindings, ResourceTypes.Namespaces, ResourceTypes.Deployments, ResourceTypes.CronJobsV1Beta1,
            })
        {
            await foreach (var document in gateway.ListAsync(type, null, Stop))
            {
                var body = ServerFields.Without(JsonNode.Parse(document.Json.Span)!.AsObject());
                (body["metadata"] as JsonObject)?.Remove("annotations");
                lines.Add(body.ToJsonString());
            }
        }
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}

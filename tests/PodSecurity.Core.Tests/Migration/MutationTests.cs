using System.Text.Json.Nodes;
using PodSecurity.Admission;
using PodSecurity.Api;
using PodSecurity.Core.Tests.Admission;
using PodSecurity.Core.Tests.Standards;
using PodSecurity.Manifests;
using PodSecurity.Migration;
using PodSecurity.Verdicts;

namespace PodSecurity.Core.Tests.Migration;

public sealed class MutationTests
{
    private static readonly RbacRole Everything = new()
    {
        Metadata = new() { Name = "all" },
        Rules = [new() { ApiGroups = ["policy"], Resources = ["podsecuritypolicies"], Verbs = ["use"] }],
    };

    private static readonly RbacBinding Everybody = new()
    {
        Metadata = new() { Name = "all" },
        RoleRef = new() { Kind = "ClusterRole", Name = "all" },
        Subjects = [new() { Kind = "Group", Name = "system:authenticated" }],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Recorded pods that a policy changes, as templates.</summary>
    private static IEnumerable<(ConformanceCase Case, string Template)> Mutated() =>
        from item in ConformanceCase.ReadAll()
        where item is { Mutated: true, Outcome: AdmissionOutcome.Allowed } && item.Workload.Pod.EphemeralContainers.Count == 0
        let pod = ManifestBody.Read(item.Workload.Document)
        let template = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = pod["metadata"]?["annotations"]?.DeepClone() },
            ["spec"] = pod["spec"]!.DeepClone(),
        }
        select (item, Deployment(template));

    private static PolicyState StateOf(ConformanceCase item) =>
        new([.. item.Policies.Where(policy => item.Authorized.Contains(policy.Name))], [Everything], [Everybody]);

    [Fact]
    public void With_the_patch_the_policy_has_nothing_left_to_write()
    {
        var cases = Mutated().Take(400).ToList();
        ConformanceData.AssertAll(cases, pair =>
        {
            var state = StateOf(pair.Case);
            var before = Decide(state, pair.Template);
            if (before is not { Outcome: AdmissionOutcome.Allowed, Mutated: true })
            {
                return null;
            }
            var mutation = Read(state, pair.Template, null).Single(found => found.Kind == "Deployment");
            var patched = StrategicMerge.Apply(pair.Template, mutation.Patch!);
            var after = Decide(state, patched);
            return after is { Outcome: AdmissionOutcome.Allowed, Mutated: false } ? null
                : $"{mutation}\n{mutation.Patch}\n{after.Message} {string.Join(", ", after.Changes)}";
        });
        Assert.Equal(400, cases.Count);
    }

    [Fact]
    public void Each_field_of_a_stored_pod_is_blamed_on_the_policy_and_what_webhooks_did_on_others()
    {
        var cases = Mutated().Take(400).ToList();
        ConformanceData.AssertAll(cases, pair =>
        {
            var state = StateOf(pair.Case);
            var test = new PodTest(state, new() { TokenVolume = TokenVolume.Projected });
            var verdict = test.Test(Documents.Decode(pair.Template));
            if (verdict is not { Allowed: true, Mutated: true } || verdict.GetAdmittedPod() is not { } pod)
            {
                return null;
            }
            BeLike(pod);
            Inject(pod);
            var found = Read(state, pair.Template, pod).SingleOrDefault(result => result.Kind == "Pod");
            var expected = verdict.Changes.Count(change => !IsSorted(change));
            var ours = found!.Changes.Where(change => change.Cause == nameof(PspMutationCause.Policy)).ToList();
            var others = found.Changes.Where(change => change.Cause == nameof(PspMutationCause.Other)).Select(
                change => change.Path).ToList();
            string[] injected = ["spec.volumes[injected]", "spec.containers[sidecar]", "spec.hostPID"];
            // A seccomp field that the server repeats in an annotation is the same profile.
            var repeated = verdict.Changes.Count(change => change.Path.Contains("seccomp.security", StringComparison.Ordinal)
                && pair.Case.Workload.Pod.SecurityContext?.SeccompProfile is not null);
            return others.Except(injected).Any() || ours.Count != expected - repeated
                ? $"{verdict.Policy}: {string.Join(", ", verdict.Changes)}\nfound {string.Join("; ", found.Changes)}"
                : null;
        });
    }

    [Theory]
    [InlineData("""{"runAsUser":5}""", "spec.containers[c].securityContext.runAsUser", "Other")]
    [InlineData("""{"runAsUser":1000}""", "spec.containers[c].securityContext.runAsUser", "Policy")]
    [InlineData("""{"capabilities":{"drop":["ALL"]}}""", "spec.containers[c].securityContext.capabilities.drop", "Policy")]
    [InlineData("""{"capabilities":{"drop":["KILL"]}}""", "spec.containers[c].securityContext.capabilities.drop", "Other")]
    [InlineData("""{"procMount":"Unmasked"}""", "spec.containers[c].securityContext.procMount", "Other")]
    public void A_field_is_blamed_on_whoever_wrote_this_value(string context, string path, string cause)
    {
        var pod = Running($$"""{"containers":[{"name":"c","image":"i","securityContext":{{context}}}]}""", "writer");
        var found = Read(Writer(), Plain, pod).Single(result => result.Kind == "Pod");
        Assert.Equal((path, cause), Assert.Single(found.Changes.Select(change => (change.Path, change.Cause))));
        Assert.Equal("ReplicaSet/web", found.Controller);
    }

    [Fact]
    public void A_list_to_which_both_added_is_blamed_name_by_name()
    {
        var pod = Running(
            """{"containers":[{"name":"c","image":"i","securityContext":{"capabilities":{"drop":["ALL","KILL"]}}}]}""", "writer");
        var changes = Read(Writer(), Plain, pod).Single(result => result.Kind == "Pod").Changes;
        Assert.Equal(
            [("Policy", "ALL"), ("Other", "KILL")],
            changes.Select(change => (change.Cause, string.Join(",", (string[])change.NewValue!))));
    }

    [Fact]
    public void What_a_policy_that_is_gone_may_have_written_is_unknown()
    {
        var pod = Running(
            """{"hostPID":true,"containers":[{"name":"c","image":"i","securityContext":{"runAsUser":1000}}]}""", "gone");
        var changes = Read(Writer(), Plain, pod).Single(result => result.Kind == "Pod").Changes;
        Assert.Equal(
            [("spec.hostPID", "Other", null), ("spec.containers[c].securityContext.runAsUser", "Unknown", "gone")],
            changes.Select(change => (change.Path, change.Cause, change.Policy)));
    }

    [Fact]
    public void What_others_set_on_the_way_is_not_written_into_the_template()
    {
        var pod = Running(
            """{"containers":[{"name":"c","image":"i","securityContext":{"runAsUser":5,"capabilities":{"drop":["ALL"]}}}]}""", "writer");
        var workload = Read(Writer(range: 1), Plain, pod).Single(result => result.Kind == "Deployment");
        var context = workload.GetPatch()!["spec"]!["template"]!["spec"]!["containers"]![0]!["securityContext"]!;
        Assert.Null(context["runAsUser"]);
        Assert.NotNull(context["capabilities"]);
    }

    [Fact]
    public void What_nobody_can_write_into_a_template_is_said()
    {
        var job = Plain.Replace("Deployment", "Job", StringComparison.Ordinal).Replace("apps/v1", "batch/v1", StringComparison.Ordinal);
        var found = Read(Writer(), job, null, ResourceTypes.Jobs).Single(result => result.Kind == "Job");
        Assert.Null(found.Patch);
        Assert.Equal("the template of a Job never changes", found.Problem);
    }

    [Fact]
    public void A_change_of_the_object_writes_what_the_patch_says_and_nothing_else()
    {
        var mutation = Read(Writer(), Plain, null).Single(result => result.Kind == "Deployment");
        var change = TemplateChange.Of(mutation, Documents.Document(Plain));
        Assert.Equal(ChangeAction.Replace, change.Action);
        Assert.Equal(
            StrategicMerge.Apply(Plain, mutation.Patch!), change.After!.ToJsonString().Replace(" ", "", StringComparison.Ordinal));
    }

    private const string Plain =
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"team","uid":"d"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}""";

    private static PolicyState Writer(long range = 1000)
    {
        var policy = new PodSecurityPolicy { Metadata = new() { Name = "writer" } };
        policy.Spec.RunAsUser = new() { Rule = StrategyNames.MustRunAs, Ranges = [new() { Min = range, Max = 2000 }] };
        policy.Spec.RequiredDropCapabilities = ["ALL"];
        policy.Spec.Volumes = ["*"];
        policy.Spec.SELinux = new() { Rule = StrategyNames.RunAsAny };
        policy.Spec.FSGroup = new() { Rule = StrategyNames.RunAsAny };
        policy.Spec.SupplementalGroups = new() { Rule = StrategyNames.RunAsAny };
        return new([policy], [Everything], [Everybody]);
    }

    private static JsonObject Running(string spec, string policy) => JsonNode.Parse($$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"team","annotations":{"kubernetes.io/psp":"{{policy}}"} },
         "spec":{{spec}}}
        """)!.AsObject();

    private static List<PspMutation> Read(PolicyState state, string workload, JsonObject? pod, ResourceType? type = null)
    {
        var cluster = new MemoryGateway();
        cluster.Add(type ?? ResourceTypes.Deployments, JsonNode.Parse(workload)!.AsObject());
        if (pod is not null)
        {
            var set = JsonNode.Parse(workload.Replace("Deployment", "ReplicaSet", StringComparison.Ordinal))!.AsObject();
            set["metadata"]!["uid"] = "r";
            set["metadata"]!["ownerReferences"] = Owner("Deployment", "d");
            cluster.Add(ResourceTypes.ReplicaSets, set);
            pod["metadata"]!["ownerReferences"] = Owner("ReplicaSet", "r");
            cluster.Add(ResourceTypes.Pods, pod);
        }
        return [.. new ClusterMutations(cluster, state) { IncludePods = true }.ReadAsync(Stop).GetAwaiter().GetResult()];
    }

    private static JsonArray Owner(string kind, string uid) => new(new JsonObject
    {
        ["apiVersion"] = "apps/v1", ["kind"] = kind, ["name"] = "web", ["uid"] = uid, ["controller"] = true,
    });

    private static AdmissionDecision Decide(PolicyState state, string deployment)
    {
        var pod = Documents.Decode(deployment).Pod;
        return new PodJudge(state).Judge(pod, ControllerIdentity.OfKind("Deployment"), "team", TokenVolume.Projected);
    }

    private static string Deployment(JsonObject template) => new JsonObject
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = "team", ["uid"] = "d" },
        ["spec"] = new JsonObject { ["template"] = template.DeepClone() },
    }.ToJsonString();

    // The order of names says nothing.
    private static bool IsSorted(PodChange change) =>
        change is { OldValue: string[] old, NewValue: string[] now } && old.ToHashSet().SetEquals(now);

    // What the server adds to the pod of a ReplicaSet.
    private static void BeLike(JsonObject pod) => pod["metadata"]!["name"] = "web-1";

    private static void Inject(JsonObject pod)
    {
        var spec = pod["spec"]!.AsObject();
        spec["containers"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = "sidecar", ["image"] = "proxy" });
        ((JsonArray)(spec["volumes"] ??= new JsonArray())).Add(
            (JsonNode)new JsonObject { ["name"] = "injected", ["emptyDir"] = new JsonObject() });
        spec["hostPID"] = true;
    }
}

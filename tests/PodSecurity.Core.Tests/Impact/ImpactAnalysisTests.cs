using System.Text;
using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Eks;
using PodSecurity.Impact;
using PodSecurity.Verdicts;

namespace PodSecurity.Core.Tests.Impact;

public sealed class ImpactAnalysisTests
{
    private static readonly PolicyState EksDefaultOnly = new(
        [EksDefault.Policy()], [EksDefault.ClusterRole()], [EksDefault.ClusterRoleBinding()]);
    private static readonly PolicyState Nothing = new([], [], []);

    private const string PlainSpec = """{"containers":[{"name":"c","image":"i"}]}""";
    private const string PrivilegedSpec = """{"containers":[{"name":"c","image":"i","securityContext":{"privileged":true}}]}""";

    [Fact]
    public void Without_the_default_nothing_is_admitted_any_more()
    {
        var result = new ImpactAnalysis(EksDefaultOnly, Nothing, new()).OfTemplate(Deployment(PlainSpec))!;
        Assert.Equal(nameof(PspChangeOutcome.Rejected), result.Outcome);
        Assert.Equal("eks.privileged", result.CurrentPolicy);
        Assert.Null(result.ProposedPolicy);
        Assert.Equal("""pods "web-" is forbidden: PodSecurityPolicy: no providers available to validate pod request""", result.Message);
        Assert.Empty(result.UsablePolicies);
        Assert.Equal("system:serviceaccount:kube-system:replicaset-controller", result.Requester);
        Assert.Equal("team:default", result.ServiceAccount);
    }

    [Fact]
    public void A_pod_that_another_policy_admits_as_it_is_only_changes_its_policy()
    {
        var result = new ImpactAnalysis(EksDefaultOnly, ForEverybody(Policy("other")), new()).OfTemplate(Deployment(PlainSpec))!;
        Assert.Equal(
            (nameof(PspChangeOutcome.PolicyChanged), "eks.privileged", "other"),
                (result.Outcome, result.CurrentPolicy, result.ProposedPolicy));
        Assert.Empty(result.Changes);
    }

    [Fact]
    public void A_policy_that_fills_fields_in_mutates_newly()
    {
        var forcing = Policy("forcing");
        forcing.Spec.ReadOnlyRootFilesystem = true;
        var result = new ImpactAnalysis(EksDefaultOnly, ForEverybody(forcing), new()).OfTemplate(Deployment(PlainSpec))!;
        Assert.Equal(nameof(PspChangeOutcome.NewlyMutated), result.Outcome);
        Assert.Equal("/spec/containers/0/securityContext/readOnlyRootFilesystem", Assert.Single(result.Changes).Path);
    }

    [Fact]
    public void A_refusal_says_what_the_usable_policies_mind_and_how_to_mend_it()
    {
        var result = new ImpactAnalysis(EksDefaultOnly, ForEverybody(Policy("other")), new()).OfTemplate(Deployment(PrivilegedSpec))!;
        Assert.Equal(nameof(PspChangeOutcome.Rejected), result.Outcome);
        Assert.Equal(["other"], result.UsablePolicies);
        Assert.Equal("spec.containers[0].securityContext.privileged", Assert.Single(result.Violations).Field);
        Assert.Contains("spec.template.spec.containers[0]", Assert.Single(result.Explanation).PodFix, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_already_is_not_blamed_on_the_change()
    {
        var state = ForEverybody(Policy("other"));
        Assert.Equal(
            nameof(PspChangeOutcome.AlreadyRejected), new ImpactAnalysis(state, state, new()).OfTemplate(
                Deployment(PrivilegedSpec))!.Outcome);
        Assert.Equal(
            nameof(PspChangeOutcome.PolicyChanged), new ImpactAnalysis(state, EksDefaultOnly, new()).OfTemplate(
                Deployment(PrivilegedSpec))!.Outcome);
        Assert.Equal(
            nameof(PspChangeOutcome.Unchanged), new ImpactAnalysis(EksDefaultOnly, EksDefaultOnly, new()).OfTemplate(
                Deployment(PrivilegedSpec))!.Outcome);
    }

    [Theory]
    [InlineData(TokenVolume.Secret, "secret", nameof(PspChangeOutcome.PolicyChanged))]
    [InlineData(TokenVolume.Secret, "projected", nameof(PspChangeOutcome.Rejected))]
    [InlineData(TokenVolume.Projected, "projected", nameof(PspChangeOutcome.PolicyChanged))]
    [InlineData(TokenVolume.Projected, "emptyDir", nameof(PspChangeOutcome.Rejected))]
    public void A_template_gets_the_token_volume_of_the_clusters_version(TokenVolume token, string allowed, string expected)
    {
        var policy = Policy("other");
        policy.Spec.Volumes = [allowed];
        var analysis = new ImpactAnalysis(EksDefaultOnly, ForEverybody(policy), new() { TokenVolume = token });
        Assert.Equal(expected, analysis.OfTemplate(Deployment(PlainSpec))!.Outcome);
    }

    [Fact]
    public void An_account_without_token_brings_no_volume_unless_the_pod_insists()
    {
        var policy = Policy("other");
        policy.Spec.Volumes = ["emptyDir"];
        var analysis = new ImpactAnalysis(
            EksDefaultOnly, ForEverybody(policy), new() { AccountsWithoutToken = new HashSet<(string, string)> { ("team", "default") } });
        Assert.Equal(nameof(PspChangeOutcome.PolicyChanged), analysis.OfTemplate(Deployment(PlainSpec))!.Outcome);
        var insisting = PlainSpec.Replace(
            "{\"containers\"", "{\"automountServiceAccountToken\":true,\"containers\"", StringComparison.Ordinal);
        Assert.Equal(nameof(PspChangeOutcome.Rejected), analysis.OfTemplate(Deployment(insisting))!.Outcome);
    }

    [Fact]
    public void A_running_pod_is_judged_as_its_template_makes_it_again_and_alike_ones_once()
    {
        var forcing = Policy("forcing");
        forcing.Spec.ReadOnlyRootFilesystem = true;
        var analysis = new ImpactAnalysis(ForEverybody(forcing), ForEverybody(Policy("other")), new() { IncludePods = true });
        analysis.OfTemplate(ReplicaSet(PlainSpec, "Deployment"));
        var results = Enumerable.Range(0, 50).Select(index => analysis.OfPod(PodOf("ReplicaSet", $"web-{index}", """
            {"containers":[{"name":"c","image":"i","securityContext":{"readOnlyRootFilesystem":true},"volumeMounts":[{"name":"kube-api-access-abcde","mountPath":"/var/run/secrets/kubernetes.io/serviceaccount","readOnly":true}]}],"volumes":[{"name":"kube-api-access-abcde","projected":{"sources":[{"serviceAccountToken":{"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"fieldPath":"metadata.namespace"}}]}}]}}]}
            """))!).ToList();
        Assert.All(results, result => Assert.Equal(nameof(PspChangeOutcome.PolicyChanged), result.Outcome));
        Assert.Equal("ReplicaSet/web", results[0].Controller);
        Assert.Equal(Enumerable.Range(0, 50).Select(index => $"web-{index}"), results.Select(result => result.Name));
        Assert.Equal(2, analysis.Judged);
    }

    [Fact]
    public void A_sidecar_that_a_webhook_injects_is_judged_with_the_template()
    {
        var analysis = new ImpactAnalysis(EksDefaultOnly, ForEverybody(Policy("other")), new());
        analysis.OfTemplate(ReplicaSet(PlainSpec, "Deployment"));
        const string WithSidecar =
            """{"containers":[{"name":"c","image":"i"},{"name":"mesh","image":"m","securityContext":{"privileged":true}}]}""";
        Assert.Null(analysis.OfPod(PodOf("ReplicaSet", "plain", PlainSpec)));
        Assert.Equal(nameof(PspChangeOutcome.Rejected), analysis.OfPod(PodOf("ReplicaSet", "meshed", WithSidecar))!.Outcome);
    }

    [Fact]
    public void A_template_speaks_for_what_it_makes_and_for_pods_that_fare_alike()
    {
        var analysis = new ImpactAnalysis(EksDefaultOnly, Nothing, new());
        Assert.NotNull(analysis.OfTemplate(Deployment(PlainSpec)));
        Assert.Null(analysis.OfTemplate(ReplicaSet(PlainSpec, "Deployment")));
        Assert.Null(analysis.OfPod(PodOf("ReplicaSet", "web-1", PlainSpec)));
    }

    [Fact]
    public void What_nobody_speaks_for_is_a_result()
    {
        var analysis = new ImpactAnalysis(EksDefaultOnly, Nothing, new());
        Assert.NotNull(analysis.OfTemplate(ReplicaSet(PlainSpec, "Deployment")));
        Assert.NotNull(new ImpactAnalysis(EksDefaultOnly, Nothing, new()).OfPod(PodOf("ReplicaSet", "web-1", PlainSpec)));
    }

    [Fact]
    public void A_workload_is_counted_once_and_as_its_worst_pod()
    {
        const string WithSidecar =
            """{"containers":[{"name":"c","image":"i"},{"name":"mesh","image":"m","securityContext":{"privileged":true}}]}""";
        var analysis = new ImpactAnalysis(EksDefaultOnly, ForEverybody(Policy("other")), new() { IncludePods = true });
        var summary = new PspChangeSummary();
        summary.Add(analysis.OfTemplate(Deployment(PlainSpec))!);
        Assert.Null(analysis.OfTemplate(ReplicaSet(PlainSpec, "Deployment")));
        summary.Add(analysis.OfPod(PodOf("ReplicaSet", "plain", PlainSpec))!);
        Assert.Equal("all namespaces: 0 of 1 workloads rejected: safe", summary.ToString());
        Assert.All(Enumerable.Range(0, 3), index => summary.Add(analysis.OfPod(PodOf("ReplicaSet", $"meshed-{index}", WithSidecar))!));
        Assert.Equal("all namespaces: 1 of 1 workloads rejected", summary.ToString());
    }

    [Fact]
    public void A_rejected_pod_with_a_sidecar_is_not_lost_because_its_template_is_rejected_too()
    {
        const string WithSidecar =
            """{"containers":[{"name":"c","image":"i"},{"name":"mesh","image":"m","securityContext":{"privileged":true}}]}""";
        var analysis = new ImpactAnalysis(EksDefaultOnly, Nothing, new());
        analysis.OfTemplate(ReplicaSet(PlainSpec, "Deployment"));
        Assert.NotNull(analysis.OfPod(PodOf("ReplicaSet", "meshed-1", WithSidecar)));
        Assert.Null(analysis.OfPod(PodOf("ReplicaSet", "meshed-2", WithSidecar)));
    }

    [Theory]
    [InlineData("""{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"w"},"spec":{"replicas":0,"template":{"spec":{}}}}""",
        true)]
    [InlineData("""{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"w"},"spec":{"replicas":1,"template":{"spec":{}}}}""",
        false)]
    [InlineData("""{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"w"},"spec":{"template":{"spec":{}}}}""", false)]
    [InlineData(
        """{"kind":"CronJob","apiVersion":"batch/v1","metadata":{"name":"w"},"spec":{"suspend":true,"jobTemplate":{"spec":{"template":{"spec":{}}}}}}""", true)]
    [InlineData(
        """{"kind":"Mine","apiVersion":"my.io/v1","metadata":{"name":"w"},"spec":{"replicas":{"min":0},"template":{"spec":{"containers":[]}}}}""", false)]
    public void What_makes_no_pods_at_present_is_marked(string json, bool expected) =>
        Assert.Equal(expected, new ImpactAnalysis(EksDefaultOnly, Nothing, new()).OfTemplate(Decode(json))!.ScaledToZero);

    [Fact]
    public void Where_no_policy_may_be_used_the_missing_grants_are_named_as_commands()
    {
        var (open, strict, off) = (Policy("open"), Policy("strict"), Policy("off"));
        strict.Spec.ReadOnlyRootFilesystem = true;
        off.Spec.Volumes = [];
        PolicyState without = new([open, strict, off], [], []);

        var result = new ImpactAnalysis(EksDefaultOnly, without, new()).OfTemplate(Deployment(PlainSpec))!;

        Assert.Empty(result.Violations);
        Assert.Equal(
            [("open", "Grant-PspUse open -ServiceAccount team:default -Namespace team"),
                ("strict", "Grant-PspUse strict -ServiceAccount team:default -Namespace team")],
            result.Explanation.Select(explanation => (explanation.Policy!, explanation.Grant!)));
    }

    [Fact]
    public void Where_no_policy_would_do_that_is_said() =>
        Assert.Null(
            Assert.Single(new ImpactAnalysis(EksDefaultOnly, Nothing, new()).OfTemplate(Deployment(PlainSpec))!.Explanation).Policy);

    [Fact]
    public void What_is_refused_already_has_todays_reason()
    {
        var hostless = Policy("today");
        var result = new ImpactAnalysis(ForEverybody(hostless), Nothing, new()).OfTemplate(Deployment(PrivilegedSpec))!;
        Assert.Equal(nameof(PspChangeOutcome.AlreadyRejected), result.Outcome);
        Assert.Equal("today", Assert.Single(result.Violations).Policy);
        Assert.Contains("Privileged containers are not allowed", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{},"status":{"phase":"Succeeded"}}""")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{},"status":{"phase":"Failed"}}""")]
    [InlineData(
        """{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"j"},"spec":{"template":{"spec":{}}},"status":{"conditions":[{"type":"Complete","status":"True"}]}}""")]
    public void What_has_finished_is_left_out(string json)
    {
        var analysis = new ImpactAnalysis(EksDefaultOnly, Nothing, new());
        var workload = Decode(json);
        Assert.Null(workload.Kind == "Pod" ? analysis.OfPod(workload) : analysis.OfTemplate(workload));
    }

    [Fact]
    public void The_controller_the_user_and_the_service_account_each_count()
    {
        var bare = Decode($$$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"bare","namespace":"team"},"spec":{{{PlainSpec}}}}""");
        var cases = new (RbacSubject Subject, Workload Workload, string Outcome)[]
        {
            (ServiceAccount("kube-system", "replicaset-controller"), Deployment(PlainSpec), nameof(PspChangeOutcome.PolicyChanged)),
            (ServiceAccount("kube-system", "daemon-set-controller"), Deployment(PlainSpec), nameof(PspChangeOutcome.Rejected)),
            (ServiceAccount("team", "default"), Deployment(PlainSpec), nameof(PspChangeOutcome.PolicyChanged)),
            (ServiceAccount("team", "default"), bare, nameof(PspChangeOutcome.PolicyChanged)),
            (new() { Kind = "User", Name = "jane" }, bare, nameof(PspChangeOutcome.PolicyChanged)),
            (new() { Kind = "User", Name = "joe" }, bare, nameof(PspChangeOutcome.Rejected)),
        };
        Assert.All(cases, test =>
        {
            var analysis = new ImpactAnalysis(
                EksDefaultOnly, For(Policy("other"), test.Subject), new() { PodCreator = PolicyIdentity.ForUser("jane") });
            Assert.Equal(
                test.Outcome, (test.Workload.Kind == "Pod" ? analysis.OfPod(test.Workload) : analysis.OfTemplate(test.Workload))!.Outcome);
        });
    }

    private static Workload Deployment(string spec) => Decode(
        $$$$$"""{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","namespace":"team","uid":"d"},"spec":{"template":{"spec":{{{{{spec}}}}}}}}""");

    private static Workload ReplicaSet(string spec, string owner) => Decode(
        $$$$$"""{"kind":"ReplicaSet","apiVersion":"apps/v1","metadata":{"name":"web","namespace":"team","uid":"r","ownerReferences":[{"kind":"{{{{{owner}}}}}","apiVersion":"apps/v1","name":"web","uid":"d","controller":true}]},"spec":{"template":{"spec":{{{{{spec}}}}}}}}""");

    private static Workload PodOf(string owner, string name, string spec) => Decode(
        $$$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"{{{name}}}","namespace":"team","uid":"{{{name}}}","ownerReferences":[{"kind":"{{{owner}}}","apiVersion":"apps/v1","name":"web","uid":"r","controller":true}]},"spec":{{{spec}}}}""");

    private static Workload Decode(string json) => WorkloadDecoder.Decode(new(Encoding.UTF8.GetBytes(json), new("test")))!;

    /// <summary>Admits ordinary pods unchanged, privileged ones not.</summary>
    private static PodSecurityPolicy Policy(string name) => new()
    {
        Metadata = new() { Name = name },
        Spec = new()
        {
            Volumes = ["*"],
            RunAsUser = new() { Rule = "RunAsAny" },
            SELinux = new() { Rule = "RunAsAny" },
            FSGroup = new() { Rule = "RunAsAny" },
            SupplementalGroups = new() { Rule = "RunAsAny" },
        },
    };

    private static PolicyState ForEverybody(PodSecurityPolicy policy) =>
        For(policy, new() { Kind = "Group", Name = "system:authenticated" });

    private static PolicyState For(PodSecurityPolicy policy, RbacSubject subject) => new(
        [policy],
        [new() { Metadata = new() { Name = "user" },
            Rules = [new() { ApiGroups = ["policy"], Resources = ["podsecuritypolicies"], Verbs = ["use"],
                ResourceNames = [policy.Name] }] }],
        [new() { Metadata = new() { Name = "users" }, RoleRef = new() { Name = "user" }, Subjects = [subject] }]);

    private static RbacSubject ServiceAccount(string @namespace, string name) =>
        new() { Kind = "ServiceAccount", Namespace = @namespace, Name = name };
}

using PodSecurity.Admission.Storage;
using PodSecurity.Core.Tests.Admission;

namespace PodSecurity.Core.Tests.Releases;

/// <summary>
/// Updates of pods: no policy may change them, the policy that admitted the pod is asked first, and some are not judged at all.
/// </summary>
public sealed class UpdateTests
{
    private static readonly PodSecurityPolicy Changes = Given.Policy("""{"readOnlyRootFilesystem": true}""", name: "changes");
    private static readonly PodSecurityPolicy Refuses = Given.Policy("""{"hostNetwork": false}""", name: "refuses");

    [Theory]
    [InlineData("1.18", "pods \"p\" is forbidden: unable to validate against any pod security policy: []")]
    [InlineData("1.19", "pods \"p\" is forbidden: PodSecurityPolicy: unable to validate pod: []")]
    [InlineData("1.24", "pods \"p\" is forbidden: PodSecurityPolicy: unable to validate pod: []")]
    public void A_policy_that_would_change_the_pod_does_not_count(string release, string message)
    {
        var decision = Given.Pod().DecideUpdate(release, Changes);

        Assert.Equal((AdmissionOutcome.Denied, message), (decision.Outcome, decision.Message));
        Assert.StartsWith(
            "changes does not count: write /spec/containers/0/securityContext/readOnlyRootFilesystem: (none) -> true into the pod",
            Assert.Single(decision.Explain()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_says_validate() => Assert.Equal(
        "pods \"p\" is forbidden: PodSecurityPolicy: unable to validate pod: [spec.securityContext.hostNetwork: Invalid value: true: "
        + "Host network is not allowed to be used]",
        Given.Pod("""{"hostNetwork": true}""").DecideUpdate("1.20", Refuses, Changes).Message);

    [Theory]
    [InlineData("b", "b")]
    [InlineData("a", "a")]
    [InlineData("gone", "a")]
    public void The_policy_that_admitted_the_pod_is_asked_first(string annotation, string chosen) => Assert.Equal(
        chosen,
        Given.Pod(annotations: $$"""{"kubernetes.io/psp": "{{annotation}}"}""")
            .DecideUpdate("1.20", Given.Policy(name: "a"), Given.Policy(name: "b")).Policy?.Name);

    [Fact]
    public void Without_any_policy_it_is_refused() => Assert.Equal(
        "pods \"p\" is forbidden: PodSecurityPolicy: no providers available to validate pod request",
        Given.Pod().DecideUpdate("1.20").Message);

    [Fact]
    public void Switched_off_ephemeral_containers_are_gone_before() => Assert.Equal(
        AdmissionOutcome.Allowed, Given.Pod("""
            {"containers": [{"name": "c", "securityContext": {"readOnlyRootFilesystem": true}}], "ephemeralContainers": [{"name": "d"}]}
            """).DecideUpdate("1.22", Changes).Outcome);

    [Theory]
    [InlineData("1.20", false, """{"ownerReferences": [{"name": "o"}], "finalizers": ["f/f"], "selfLink": "/x"}""")]
    [InlineData("1.20", false, """{"resourceVersion": "2", "uid": "u", "creationTimestamp": "2020-01-01T00:00:00Z", "generation": 1}""")]
    [InlineData("1.20", true, """{"labels": {"a": "b"}}""")]
    [InlineData("1.20", true, """{"annotations": {"a": "b"}}""")]
    [InlineData("1.20", true, """{"finalizers": ["f/f"], "labels": {"a": "b"}}""")]
    public void What_only_garbage_collection_changes_is_not_judged(string release, bool judged, string metadata) => Assert.Equal(
        judged,
        PodUpdate.IsJudged(
            Documents.Document(
                $$$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {{{metadata}}}, "spec": {"restartPolicy": "Always"}}"""),
            Documents.Document("""{"apiVersion": "v1", "kind": "Pod", "spec": {}, "status": {"phase": "Running"}}"""),
            KubernetesRelease.Find(release)!));
}

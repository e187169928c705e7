using PodSecurity.Admission;
using PodSecurity.Admission.Storage;
using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Admission;

public sealed class VolumeTests
{
    private const string Token = """{"serviceAccountToken": {"path": "token"}}""";

    [Theory]
    [InlineData("""["secret"]""", """{"secret": {}}""", "")]
    [InlineData("null", """{"secret": {}}""", "Denied: spec.volumes[0]: Invalid value: \"secret\": secret volumes are not allowed to be used")]
    [InlineData("""["emptyDir"]""", "{}", "")]
    [InlineData("""["secret"]""", """{"image": {"reference": "x"}}""", "Denied: spec.volumes[0]: Invalid value: \"emptyDir\": emptyDir volumes are not allowed to be used")]
    [InlineData("""["Secret"]""", """{"secret": {}}""", "Denied: spec.volumes[0]: Invalid value: \"secret\": secret volumes are not allowed to be used")]
    [InlineData("""["secret"]""", $$$"""{"projected": {"sources": [{{{Token}}}]}}""", "")]
    [InlineData("""["configMap"]""", $$$"""{"projected": {"sources": [{{{Token}}}]}}""", "Denied: spec.volumes[0]: Invalid value: \"projected\": projected volumes are not allowed to be used")]
    [InlineData("""["secret"]""", """{"projected": {"sources": [{"serviceAccountToken": {"path": "token", "audience": "vault"}}]}}""",
        "Denied: spec.volumes[0]: Invalid value: \"projected\": projected volumes are not allowed to be used")]
    [InlineData("""["secret"]""", """{"projected": {"sources": [{"secret": {"name": "x"}}]}}""",
        "Denied: spec.volumes[0]: Invalid value: \"projected\": projected volumes are not allowed to be used")]
    [InlineData("""["secret"]""", """{"projected": {}}""", "")]
    public void Kinds(string allowed, string source, string answer) =>
        Assert.Equal(answer, Volume(source).Answer(Given.Policy($$$"""{"volumes": {{{allowed}}}}""")));

    [Theory]
    [InlineData("/foo", "/foo", true)]
    [InlineData("/foo", "/foo/", true)]
    [InlineData("/foo/", "/foo", true)]
    [InlineData("/foo", "/foo/bar", true)]
    [InlineData("/foo", "/foobar", false)]
    [InlineData("/foo", "/fo", false)]
    [InlineData("/", "/anything", true)]
    [InlineData("/", "/", true)]
    [InlineData("/", "relative", false)]
    [InlineData("/foo//", "/foo", false)]
    public void A_host_path_is_covered_up_to_a_segment(string prefix, string path, bool allowed) => Assert.Equal(
        allowed ? "" : $"Denied: spec.volumes[0].hostPath.pathPrefix: Invalid value: \"{path}\": is not allowed to be used",
        Volume($$$"""{"hostPath": {"path": "{{{path}}}"}}""").Answer(Given.Policy($$$"""{"allowedHostPaths": [{"pathPrefix": "{{{prefix}}}"}]}""")));

    [Fact]
    public void A_read_only_path_must_be_read_only_in_every_mount_unless_another_entry_allows_writing()
    {
        var pod = Given.Pod("""
            {
              "volumes": [{"name": "v", "hostPath": {"path": "/foo"}}],
              "initContainers": [{"name": "i", "volumeMounts": [{"name": "w"}, {"name": "v"}]}],
              "containers": [{"name": "c", "volumeMounts": [{"name": "v", "readOnly": true}, {"name": "v", "readOnly": false}]}]
            }
            """);

        Assert.Equal(
            "Denied: spec.initContainers[0].volumeMounts[1].readOnly: Invalid value: false: must be read-only; "
            + "spec.containers[0].volumeMounts[1].readOnly: Invalid value: false: must be read-only",
            pod.Answer(Given.Policy("""{"allowedHostPaths": [{"pathPrefix": "/", "readOnly": true}]}""")));
        Assert.Equal("", pod.Answer(Given.Policy("""{"allowedHostPaths": [{"pathPrefix": "/", "readOnly": true}, {"pathPrefix": "/foo"}]}""")));
    }

    [Theory]
    [InlineData("""{"allowedFlexVolumes": []}""", """{"flexVolume": {"driver": "a/b"}}""", "")]
    [InlineData("""{"allowedFlexVolumes": [{"driver": "a/c"}]}""", """{"flexVolume": {"driver": "a/b"}}""",
        "Denied: spec.volumes[0].driver: Invalid value: \"a/b\": Flexvolume driver is not allowed to be used")]
    [InlineData("""{"allowedCSIDrivers": [{"name": "x"}]}""", """{"csi": {"driver": "y"}}""",
        "Denied: spec.volumes[0].csi.driver: Invalid value: \"y\": Inline CSI driver is not allowed to be used")]
    [InlineData("""{"allowedCSIDrivers": [{"name": "x"}]}""", """{"csi": {"driver": "x"}}""", "")]
    public void Drivers_are_checked_even_where_every_kind_is_allowed(string policy, string source, string answer) =>
        Assert.Equal(answer, Volume(source).Answer(Given.Policy(policy)));

    [Theory]
    [InlineData(TokenVolume.Auto, "{}", "projected")]
    [InlineData(TokenVolume.Projected, "{}", "projected")]
    [InlineData(TokenVolume.Secret, "{}", "secret")]
    [InlineData(TokenVolume.None, "{}", null)]
    [InlineData(TokenVolume.Auto, """{"automountServiceAccountToken": false}""", null)]
    [InlineData(TokenVolume.Auto, """{"automountServiceAccountToken": true}""", "projected")]
    [InlineData(TokenVolume.Auto, """{"containers": []}""", null)]
    [InlineData(TokenVolume.Auto, """{"containers": [{"name": "c", "volumeMounts": [{"name": "x", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}]}]}""", null)]
    [InlineData(TokenVolume.Auto, """{"containers": [{"name": "c", "volumeMounts": [{"name": "x", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount/"}]}]}""", "projected")]
    [InlineData(TokenVolume.Auto, """{"volumes": [{"name": "kube-api-access-abcde", "emptyDir": {}}]}""", null)]
    [InlineData(TokenVolume.Secret, """{"serviceAccountName": "a.b", "volumes": [{"name": "a-b-token-abcde", "secret": {"secretName": "a.b-token-abcde"}}]}""", null)]
    [InlineData(TokenVolume.Secret, """{"serviceAccount": "a", "volumes": [{"name": "b-token-abcde", "secret": {}}]}""", "secret")]
    public void The_server_adds_a_token_volume_after_the_pods_own(TokenVolume mode, string spec, string? kind)
    {
        var pod = Given.Pod(spec).Pod;
        var admission = new PspAdmission([Given.Policy("""{"volumes": ["emptyDir", "csi"]}""")]);
        var errors = admission.Evaluate(pod, admission.All, mode).Violations.Select(violation => violation.ToString());
        var own = pod.Volumes.Where(volume => volume.Kind == "secret").Select((_, i) => $"spec.volumes[{i}]: Invalid value: \"secret\": secret volumes are not allowed to be used");
        var added = kind is null ? [] : new[] { $"spec.volumes[{pod.Volumes.Count}]: Invalid value: \"{kind}\": {kind} volumes are not allowed to be used" };
        Assert.Equal(own.Concat(added), errors);
    }

    [Fact]
    public void Whoever_may_use_secrets_may_use_the_servers_projection()
    {
        var admission = new PspAdmission([Given.Policy("""{"volumes": ["secret"]}""")]);
        Assert.Equal(AdmissionOutcome.Allowed, admission.Evaluate(Given.Pod().Pod, admission.All, TokenVolume.Auto).Outcome);
    }

    [Fact]
    public void A_stateful_set_gives_its_pods_a_volume_for_every_claim_template_before_all_others()
    {
        var set = Documents.Decode("""
            {
              "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"},
              "spec": {
                "volumeClaimTemplates": [{"metadata": {"name": "data"}}, {"metadata": {"name": "log"}}],
                "template": {"spec": {"containers": [{"name": "c"}], "volumes": [{"name": "log", "emptyDir": {}}, {"name": "x", "secret": {}}]}}
              }
            }
            """);
        var decision = set.Decide(Given.Policy("""{"volumes": ["persistentVolumeClaim"]}"""));
        Assert.Equal("spec.volumes[2]: Invalid value: \"secret\": secret volumes are not allowed to be used", Assert.Single(decision.Violations).Message);
        Assert.StartsWith("pods \"db-0\" is forbidden", new PspTestResult(set, decision).Message, StringComparison.Ordinal);

        var stored = new PspTestResult(set, set.Decide(Given.Policy())).GetAdmittedPod()!;
        Assert.Equal("data-db-0", (string)stored["spec"]!["volumes"]![0]!["persistentVolumeClaim"]!["claimName"]!);
    }

    private static Workload Volume(string source)
    {
        var volume = System.Text.Json.Nodes.JsonNode.Parse(source)!.AsObject();
        volume["name"] = "v";
        return Given.Pod($$$"""{"volumes": [{{{volume.ToJsonString()}}}]}""");
    }
}

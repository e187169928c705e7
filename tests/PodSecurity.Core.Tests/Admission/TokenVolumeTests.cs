using PodSecurity.Admission;

namespace PodSecurity.Core.Tests.Admission;

public sealed class TokenVolumeTests
{
    [Theory]
    [InlineData(TokenVolume.Auto, "{}", "projected")]
    [InlineData(TokenVolume.Projected, "{}", "projected")]
    [InlineData(TokenVolume.Secret, "{}", "secret")]
    [InlineData(TokenVolume.None, "{}", null)]
    [InlineData(TokenVolume.Auto, """{"automountServiceAccountToken": false}""", null)]
    [InlineData(TokenVolume.Auto, """{"automountServiceAccountToken": true}""", "projected")]
    [InlineData(TokenVolume.Auto, """{"containers": []}""", null)]
    [InlineData(TokenVolume.Auto,
        """{"containers": [{"name": "c", "volumeMounts": [{"name": "x", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}]}]}""",
            null)]
    [InlineData(TokenVolume.Auto,
        """{"containers": [{"name": "c", "volumeMounts": [{"name": "x", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount/"}]}]}""", "projected")]
    [InlineData(TokenVolume.Auto, """{"volumes": [{"name": "kube-api-access-abcde", "emptyDir": {}}]}""", null)]
    [InlineData(TokenVolume.Secret,
        """{"serviceAccountName": "a.b", "volumes": [{"name": "a-b-token-abcde", "secret": {"secretName": "a.b-token-abcde"}}]}""", null)]
    [InlineData(TokenVolume.Secret, """{"serviceAccount": "a", "volumes": [{"name": "b-token-abcde", "secret": {}}]}""", "secret")]
    public void The_server_adds_a_token_volume_after_the_pods_own(TokenVolume mode, string spec, string? kind)
    {
        var pod = Given.Pod(spec).Pod;
        var admission = new PspAdmission([Given.Policy("""{"volumes": ["emptyDir", "csi"]}""")]);
        var errors = admission.Evaluate(pod, admission.All, mode).Violations.Select(violation => violation.ToString());
        var own = pod.Volumes.Where(volume => volume.Kind == "secret").Select(
            (_, i) => $"spec.volumes[{i}]: Invalid value: \"secret\": secret volumes are not allowed to be used");
        var added = kind is null
            ? []
            : new[] { $"spec.volumes[{pod.Volumes.Count}]: Invalid value: \"{kind}\": {kind} volumes are not allowed to be used" };
        Assert.Equal(own.Concat(added), errors);
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
        Assert.Equal(
            "spec.volumes[2]: Invalid value: \"secret\": secret volumes are not allowed to be used", Assert.Single(
                decision.Violations).Message);
        Assert.StartsWith("pods \"db-0\" is forbidden", new PspTestResult(set, decision).Message, StringComparison.Ordinal);

        var stored = new PspTestResult(set, set.Decide(Given.Policy())).GetAdmittedPod()!;
        Assert.Equal("data-db-0", (string)stored["spec"]!["volumes"]![0]!["persistentVolumeClaim"]!["claimName"]!);
    }
}

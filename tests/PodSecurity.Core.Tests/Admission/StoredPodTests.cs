using System.Text.Json.Nodes;
using PodSecurity.Admission;
using PodSecurity.Api;

namespace PodSecurity.Core.Tests.Admission;

/// <summary>Defaults and preparation that the recorded cases do not reach.</summary>
public sealed class StoredPodTests
{
    [Theory]
    [InlineData("i", "Always")]
    [InlineData("i:latest", "Always")]
    [InlineData("i:1", "IfNotPresent")]
    [InlineData("registry.example:5000/team/i", "Always")]
    [InlineData("registry:5000/i:v1", "IfNotPresent")]
    [InlineData("i@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "IfNotPresent")]
    [InlineData("i:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "Always")]
    [InlineData("Not-An-Image", "IfNotPresent")]
    [InlineData("", "IfNotPresent")]
    public void The_pull_policy_follows_the_tag(string image, string policy) =>
        Assert.Equal(policy, (string)Container($$$"""{"image": "{{{image}}}"}""")["imagePullPolicy"]!);

    [Theory]
    [InlineData("0.5", "500m")]
    [InlineData("1000m", "1")]
    [InlineData("1500m", "1500m")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1000Mi", "1000Mi")]
    [InlineData("512", "512")]
    [InlineData("1000k", "1M")]
    [InlineData("1e3", "1e3")]
    [InlineData("100u", "1m")]
    [InlineData("0.5Gi", "512Mi")]
    [InlineData("1Ki", "1Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0Gi", "0")]
    [InlineData("nonsense", "nonsense")]
    public void Amounts_have_one_spelling_and_requests_default_to_limits(string amount, string stored)
    {
        var resources = Container($$$$"""{"resources": {"limits": {"cpu": "{{{{amount}}}}"}, "requests": {"memory": 1}}}""")["resources"]!;
        Assert.Equal(
            $$$"""{"limits":{"cpu":"{{{stored}}}"},"requests":{"memory":"1","cpu":"{{{stored}}}"}}""", resources.ToJsonString());
    }

    [Theory]
    [InlineData("""{"livenessProbe": {"httpGet": {"port": 80}, "timeoutSeconds": 0, "periodSeconds": 3}}""", "livenessProbe",
        """{"httpGet": {"port": 80, "path": "/", "scheme": "HTTP"}, "timeoutSeconds": 1, "periodSeconds": 3, "successThreshold": 1, "failureThreshold": 3}""")]
    [InlineData("""{"lifecycle": {"preStop": {"httpGet": {"port": 1, "path": "/x"}}}}""", "lifecycle",
        """{"preStop": {"httpGet": {"port": 1, "path": "/x", "scheme": "HTTP"}}}""")]
    [InlineData("""{"env": [{"name": "n", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]}""", "env",
        """[{"name": "n", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name", "apiVersion": "v1"}}}]""")]
    [InlineData("""{"env": [{"name": "n", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}}]}""", "env",
        """[{"name": "n", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu", "divisor": "0"}}}]""")]
    [InlineData("""{"securityContext": {"seLinuxOptions": {"user": "", "type": "t"}}}""", "securityContext",
        """{"seLinuxOptions": {"type": "t"}}""")]
    [InlineData("""{"ports": [{"containerPort": 1, "hostPort": 0}], "args": []}""", "ports",
        """[{"containerPort": 1, "protocol": "TCP"}]""")]
    [InlineData("""{"env": [{"name": "n", "value": ""}]}""", "env", """[{"name": "n"}]""")]
    [InlineData("""{"volumeMounts": [{"name": "v", "mountPath": "/m", "subPath": "", "readOnly": false}]}""", "volumeMounts",
        """[{"name": "v", "mountPath": "/m"}]""")]
    [InlineData("""{"terminationMessagePath": "", "tty": false}""", "terminationMessagePath", "\"/dev/termination-log\"")]
    public void Containers(string fields, string field, string stored) =>
        AssertSame(stored, Container(fields)[field]);

    [Theory]
    [InlineData("""{"rbd": {"image": "x", "pool": ""}}""",
        """{"name": "v", "rbd": {"image": "x", "pool": "rbd", "user": "admin", "keyring": "/etc/ceph/keyring"}}""")]
    [InlineData("""{"azureDisk": {"diskName": "d"}}""",
        """{"name": "v", "azureDisk": {"diskName": "d", "cachingMode": "ReadWrite", "kind": "Shared", "fsType": "ext4", "readOnly": false}}""")]
    [InlineData("""{"secret": {"secretName": "s", "defaultMode": 0}}""",
        """{"name": "v", "secret": {"secretName": "s", "defaultMode": 0}}""")]
    [InlineData("""{"nfs": {"server": "s", "path": "/", "readOnly": false}}""", """{"name": "v", "nfs": {"server": "s", "path": "/"}}""")]
    [InlineData("""{"csi": {"driver": "d", "readOnly": false}}""", """{"name": "v", "csi": {"driver": "d", "readOnly": false}}""")]
    [InlineData("""{"emptyDir": {"medium": ""}}""", """{"name": "v", "emptyDir": {}}""")]
    [InlineData("""{"secret": null}""", """{"name": "v", "emptyDir": {}}""")]
    [InlineData("""{"cephfs": {"monitors": ["m"]}}""", """{"name": "v", "cephfs": {"monitors": ["m"]}}""")]
    public void Volumes(string source, string stored)
    {
        var volume = JsonNode.Parse(source)!.AsObject();
        volume["name"] = "v";
        AssertSame(stored, Stored(Given.Pod($$$"""{"volumes": [{{{volume.ToJsonString()}}}]}"""))["spec"]!["volumes"]![0]);
    }

    [Fact]
    public void The_service_account_gets_its_name_its_volume_and_its_mounts()
    {
        const string Path = "/var/run/secrets/kubernetes.io/serviceaccount";
        var spec = Stored(
            Given.Pod("""
                {
                  "initContainers": [{"name": "i"}],
                  "containers": [{"name": "c", "volumeMounts": [{"name": "own", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}]}]
                }
                """),
            TokenVolume.Secret)["spec"]!;

        Assert.Equal(("default", "default"), ((string)spec["serviceAccountName"]!, (string)spec["serviceAccount"]!));
        AssertSame("""[{"name": "default-token-xxxxx", "secret": {"secretName": "default-token-xxxxx", "defaultMode": 420}}]""",
            spec["volumes"]);
        AssertSame($$$"""[{"name": "default-token-xxxxx", "readOnly": true, "mountPath": "{{{Path}}}"}]""",
            spec["initContainers"]![0]!["volumeMounts"]);
        Assert.Single(spec["containers"]![0]!["volumeMounts"]!.AsArray());
    }

    [Fact]
    public void The_projection_is_the_servers()
    {
        var volume = Stored(Given.Pod(), TokenVolume.Auto)["spec"]!["volumes"]![0]!;
        AssertSame(
            """
            {
              "name": "kube-api-access-xxxxx",
              "projected": {
                "defaultMode": 420,
                "sources": [
                  {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                  {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                  {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}}
                ]
              }
            }
            """,
            volume);
    }

    [Fact]
    public void A_mirror_pod_stays_as_the_kubelet_made_it()
    {
        var spec = Stored(Given.Pod(annotations: """{"kubernetes.io/config.mirror": "x"}"""), TokenVolume.Auto)["spec"]!.AsObject();
        Assert.False(spec.ContainsKey("volumes"));
        Assert.False(spec.ContainsKey("serviceAccountName"));
    }

    [Fact]
    public void A_template_becomes_a_pod_of_its_namespace_with_its_labels_and_without_a_name()
    {
        var job = Documents.Decode("""
            {
              "apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "j", "namespace": "n"},
              "spec": {"jobTemplate": {"spec": {"template": {"metadata": {"labels": {"a": "b"}}, "spec": {"x": 1, "containers": [{"name": "c"}]}}}}}
            }
            """);
        var pod = Stored(job);
        AssertSame("""{"labels": {"a": "b"}, "namespace": "n", "creationTimestamp": null, "annotations": {"kubernetes.io/psp": "psp"}}""",
            pod["metadata"]);
        Assert.Equal(1, (int)pod["spec"]!["x"]!);
    }

    [Fact]
    public void Seccomp_annotations_and_fields_are_brought_in_step()
    {
        var pod = Stored(Given.Pod(
            """{"containers": [{"name": "c", "securityContext": {"seccompProfile": {"type": "Localhost", "localhostProfile": "x"}}}, {"name": "d"}]}""",
            """{"container.seccomp.security.alpha.kubernetes.io/d": "docker/default"}"""));
        Assert.Equal("localhost/x", (string)pod["metadata"]!["annotations"]!["container.seccomp.security.alpha.kubernetes.io/c"]!);
        AssertSame("""{"seccompProfile": {"type": "RuntimeDefault"}}""", pod["spec"]!["containers"]![1]!["securityContext"]);
    }

    [Fact]
    public void A_refused_pod_is_not_stored() =>
        Assert.Null(new PspTestResult(Given.Pod(), Given.Pod().Decide()).GetAdmittedPod());

    private static JsonNode Container(string fields) => Stored(Given.Container(fields))["spec"]!["containers"]![0]!;

    private static JsonObject Stored(Workload workload, TokenVolume tokenVolume = TokenVolume.None)
    {
        var admission = new PspAdmission([Given.Policy()]);
        return new PspTestResult(workload, admission.Evaluate(workload.Pod, admission.All, tokenVolume)).GetAdmittedPod()!;
    }

    private static void AssertSame(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}

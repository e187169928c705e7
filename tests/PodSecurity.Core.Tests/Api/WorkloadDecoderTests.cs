using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;
using static PodSecurity.Core.Tests.Documents;

namespace PodSecurity.Core.Tests.Api;

public sealed class WorkloadDecoderTests
{
    private const string Template =
        """{"metadata":{"annotations":{"seccomp.security.alpha.kubernetes.io/pod":"a"}},"spec":{"containers":[{"name":"c"}]}}""";

    [Theory]
    [InlineData("v1", "ReplicationController")]
    [InlineData("apps/v1", "Deployment")]
    [InlineData("extensions/v1beta1", "Deployment")]
    [InlineData("apps/v1", "ReplicaSet")]
    [InlineData("apps/v1beta2", "StatefulSet")]
    [InlineData("apps/v1", "DaemonSet")]
    [InlineData("batch/v1", "Job")]
    [InlineData("argoproj.io/v1alpha1", "Rollout")]
    [InlineData("serving.knative.dev/v1", "Service")]
    public void Reads_the_template_at_spec_template(string apiVersion, string kind)
    {
        var workload = Decode(
            $$$"""{"apiVersion":"{{{apiVersion}}}","kind":"{{{kind}}}","metadata":{"name":"w"},"spec":{"template":{{{Template}}}}}""");

        Assert.Equal((apiVersion, kind, "/spec/template"), (workload.ApiVersion, workload.Kind, workload.PodPath));
        Assert.Equal("c", Assert.Single(workload.Pod.Containers).Name);
        Assert.Equal("a", workload.Pod.Annotations!["seccomp.security.alpha.kubernetes.io/pod"]);
    }

    [Theory]
    [InlineData("batch/v1", "CronJob", "/spec/jobTemplate/spec/template", """{"spec":{"jobTemplate":{"spec":{"template":TEMPLATE}}}}""")]
    [InlineData("batch/v1beta1", "CronJob", "/spec/jobTemplate/spec/template",
        """{"spec":{"jobTemplate":{"spec":{"template":TEMPLATE}}}}""")]
    [InlineData("v1", "PodTemplate", "/template", """{"template":TEMPLATE}""")]
    [InlineData("v1", "Pod", "", "TEMPLATE")]
    public void Reads_the_pod_where_the_kind_has_it(string apiVersion, string kind, string path, string body)
    {
        var fields = body.Replace("TEMPLATE", Template, StringComparison.Ordinal)[1..];

        // the kind may stand first or last
        foreach (var json in new[]
        {
            $$"""{"apiVersion":"{{apiVersion}}","kind":"{{kind}}",{{fields}}""",
            $$"""{{{fields[..^1]}},"kind":"{{kind}}","apiVersion":"{{apiVersion}}"}""",
        })
        {
            var workload = Decode(json);
            Assert.Equal(path, workload.PodPath);
            Assert.Equal("c", Assert.Single(workload.Pod.Containers).Name);
        }
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Service","spec":{"ports":[]}}""")]
    [InlineData("""{"apiVersion":"bitnami.com/v1alpha1","kind":"SealedSecret","spec":{"template":"text"}}""")]
    [InlineData("""{"apiVersion":"bitnami.com/v1alpha1","kind":"SealedSecret","spec":{"template":{"data":{}}}}""")]
    [InlineData("""{"apiVersion":"x.io/v1","kind":"Thing","spec":{"template":{"spec":{"containers":3}}}}""")]
    [InlineData("""{"apiVersion":"x.io/v1","kind":"Thing","spec":null}""")]
    [InlineData("""{"apiVersion":"batch.volcano.sh/v1alpha1","kind":"Job","spec":{"tasks":[]}}""")]
    [InlineData("""{"apiVersion":"metrics.k8s.io/v1beta1","kind":"PodMetrics","containers":[]}""")]
    public void A_kind_without_a_pod_is_no_workload(string json) => Assert.Null(WorkloadDecoder.Decode(Document(json)));

    [Fact]
    public void Reads_identity_and_controller()
    {
        var workload = Decode("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"web-","namespace":"team-a","uid":"u1","ownerReferences":[
              {"kind":"Foo","name":"f","uid":"u2"},
              {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"u3","controller":true,"blockOwnerDeletion":true}]}}
            """);

        Assert.Equal(("web-", "team-a", "u1"), (workload.Name, workload.Namespace, workload.Uid));
        Assert.Equal(new OwnerReference("ReplicaSet", "web", "u3", "apps/v1"), workload.Controller);
        Assert.Equal("web-", workload.Pod.GenerateName);
        Assert.Equal("", workload.Pod.Name);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"apiVersion":"v1","kind":"","spec":{}}""")]
    [InlineData("""{"apiVersion":"v1","kind":null,"spec":{}}""")]
    [InlineData("null")]
    public void An_object_without_kind_is_an_error(string json) =>
        AssertFault(json, "ManifestKindMissing", "test.json:1:1: not a Kubernetes object: no kind");

    [Fact]
    public void An_object_without_apiVersion_is_an_error() =>
        AssertFault("""{"kind":"Pod"}""", "ManifestApiVersionMissing", "test.json:1:1: not a Kubernetes object: no apiVersion");

    [Fact]
    public void Broken_syntax_is_found_in_kinds_without_a_pod_too() =>
        AssertFault(
            """{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"b",}}""", "ManifestSyntaxInvalid", "test.json:1:55: invalid JSON: ");

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","spec":"x"}""", "test.json:1:40: spec: expected an object, found the string \"x\"")]
    [InlineData("""{"kind":5}""", "test.json:1:9: kind: expected a string, found 5")]
    [InlineData("[]", "test.json:1:1: document: expected an object, found a list")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\n \"metadata\":{\"annotations\":{\"a\":{}}}}",
        "test.json:2:33: metadata.annotations.a: expected a string, found an object")]
    [InlineData("{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\n\"spec\":{\"template\":{\"spec\":{\"hostPID\":\"yes\"}}}}",
        "test.json:2:39: spec.template.spec.hostPID: expected true or false, found the string \"yes\"")]
    public void A_wrong_type_names_field_and_place(string json, string message) => AssertFault(json, "ManifestFieldInvalid", message);

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","spec":{"hostPID":true}""", "test.json:1:56: invalid JSON: ")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","spec":{"hostPID":true}} x""", "test.json:1:58: invalid JSON: ")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\n\"spec\":{\"x\": tru}}", "test.json:2:17: invalid JSON: ")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod",/* no */"spec":{}}""", "test.json:1:33: invalid JSON: ")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","spec":{},}""", "test.json:1:43: invalid JSON: ")]
    [InlineData("", "test.json:1:1: invalid JSON: ")]
    public void Broken_JSON_names_its_place(string json, string message) => AssertFault(json, "ManifestSyntaxInvalid", message);

    private static void AssertFault(string json, string id, string message)
    {
        var error = Assert.Throws<ManifestException>(() => WorkloadDecoder.Decode(Document(json)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(id, error.ErrorId);
        Assert.NotNull(error.DocumentSource.Line);
    }
}

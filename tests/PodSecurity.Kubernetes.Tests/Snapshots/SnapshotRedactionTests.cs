using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PodSecurity.Api.Decoding;
using PodSecurity.Kubernetes.Snapshots;
using PodSecurity.Manifests;
using PodSecurity.Verdicts;

namespace PodSecurity.Kubernetes.Tests.Snapshots;

/// <summary>A snapshot holds what verdicts need: all of it, and nothing else.</summary>
public sealed class SnapshotRedactionTests
{
    [Theory]
    [InlineData(
        """{"spec":{"nodeSelector":{"a":"hunter2"},"tolerations":[{"key":"hunter2"}],"imagePullSecrets":[{"name":"hunter2"}],"hostAliases":[{"ip":"hunter2"}],"affinity":{},"unknown":"hunter2"}}""", """{"spec":{}}""")]
    [InlineData(
        """{"metadata":{"name":"p","labels":{"a":"hunter2"},"annotations":{"a":"hunter2"},"managedFields":[{"manager":"hunter2"}]},"status":{"message":"hunter2"}}""", """{"metadata":{"name":"p"}}""")]
    [InlineData(
        """{"spec":{"containers":[{"name":"c","workingDir":"hunter2","env":[{"value":"hunter2"}],"envFrom":[{}],"args":["hunter2"],"resources":{"limits":{"hunter2":1}},"unknown":"hunter2"}]}}""", """{"spec":{"containers":[{"name":"c"}]}}""")]
    [InlineData(
        """{"spec":{"containers":[{"livenessProbe":{"httpGet":{"path":"hunter2","host":"h","port":1}},"readinessProbe":{"exec":{"command":["hunter2"]}},"lifecycle":{"preStop":{"exec":{"command":["hunter2"]}}}}]}}""", """{"spec":{"containers":[{"livenessProbe":{"httpGet":{"host":"h"}}}]}}""")]
    [InlineData(
        """{"spec":{"volumes":[{"name":"a","secret":{"secretName":"hunter2"}},{"name":"b","nfs":{"server":"hunter2"}},{"name":"c","hostPath":{"path":"/c"}},{"name":"d","csi":{"driver":"d","volumeAttributes":{"a":"hunter2"}}},{"name":"e","new":{"a":"hunter2"}}]}}""", """{"spec":{"volumes":[{"name":"a","secret":{}},{"name":"b","nfs":{}},{"name":"c","hostPath":{"path":"/c"}},{"name":"d","csi":{"driver":"d"}},{"name":"e","new":{}}]}}""")]
    [InlineData(
        """{"kind":"Deployment","spec":{"replicas":0,"selector":{"matchLabels":{"a":"hunter2"}},"template":{"metadata":{"labels":{"a":"hunter2"}},"spec":{"containers":[{"env":[{"value":"hunter2"}]}]}}}}""", """{"kind":"Deployment","spec":{"replicas":0,"template":{"metadata":{},"spec":{"containers":[{}]}}}}""")]
    [InlineData(
        """{"kind":"CronJob","spec":{"schedule":"hunter2","suspend":true,"jobTemplate":{"metadata":{"labels":{"a":"hunter2"}},"spec":{"template":{"spec":{"hostPID":true,"schedulerName":"hunter2"}}}}}}""", """{"kind":"CronJob","spec":{"suspend":true,"jobTemplate":{"spec":{"template":{"spec":{"hostPID":true}}}}}}""")]
    [InlineData(
        """{"kind":"Namespace","metadata":{"name":"n","labels":{"team":"hunter2","pod-security.kubernetes.io/enforce":"baseline"}},"spec":{"finalizers":["hunter2"]}}""", """{"kind":"Namespace","metadata":{"name":"n","labels":{"pod-security.kubernetes.io/enforce":"baseline"}}}""")]
    [InlineData("""{"kind":"ServiceAccount","metadata":{"name":"s"},"automountServiceAccountToken":false,"secrets":[{"name":"hunter2"}]}""",
        """{"kind":"ServiceAccount","metadata":{"name":"s"},"automountServiceAccountToken":false}""")]
    [InlineData(
        """{"kind":"ClusterRole","metadata":{"name":"r","labels":{"aggregate":"yes"},"annotations":{"a":"hunter2"}},"rules":[{"verbs":["use"]}],"aggregationRule":{"clusterRoleSelectors":[]}}""", """{"kind":"ClusterRole","metadata":{"name":"r","labels":{"aggregate":"yes"}},"rules":[{"verbs":["use"]}],"aggregationRule":{"clusterRoleSelectors":[]}}""")]
    [InlineData(
        """{"kind":"PodSecurityPolicy","metadata":{"name":"p","labels":{"a":"hunter2"},"annotations":{"a":"hunter2","seccomp.security.alpha.kubernetes.io/allowedProfileNames":"*"}},"spec":{"privileged":true}}""", """{"kind":"PodSecurityPolicy","metadata":{"name":"p","annotations":{"seccomp.security.alpha.kubernetes.io/allowedProfileNames":"*"}},"spec":{"privileged":true}}""")]
    [InlineData(
        """{"kind":"PodSecurityPolicy","metadata":{"name":"eks.privileged","labels":{"a":"b"},"annotations":{"a":"b","kubectl.kubernetes.io/last-applied-configuration":"hunter2"}}}""", """{"kind":"PodSecurityPolicy","metadata":{"name":"eks.privileged","labels":{"a":"b"},"annotations":{"a":"b"}}}""")]
    public void What_no_verdict_needs_goes(string body, string expected) => Assert.Equal(expected, Redacted(body).ToJsonString());

    [Fact]
    public void No_verdict_of_pod_security_policies_changes()
    {
        Assert.All(Cases("psp-admission.jsonl.gz"), item =>
        {
            var policies = item["policies"]!.AsArray().Select(policy => Decode(policy!, PolicyDecoder.Decode)).ToList();
            var redacted = item["policies"]!.AsArray().Select(
                policy => Decode(Redacted(policy!.ToJsonString()), PolicyDecoder.Decode)).ToList();
            Assert.Equal(Verdict(policies, item["pod"]!), Verdict(redacted, Redacted(item["pod"]!.ToJsonString())));
        });
    }

    [Fact]
    public void No_verdict_of_the_standards_changes()
    {
        Assert.All(Cases("pss.jsonl.gz"), item =>
            Assert.Equal(Standards(item["pod"]!), Standards(Redacted(item["pod"]!.ToJsonString()))));
    }

    private static string Verdict(IEnumerable<PodSecurityPolicy> policies, JsonNode pod)
    {
        var result = new PodTest(policies, new() { Namespace = "team-a" }).Test(Decode(pod, WorkloadDecoder.Decode));
        return $"{result.Outcome} {result.Policy} {result.Mutated} {result.Message}";
    }

    private static string Standards(JsonNode pod)
    {
        var workload = Decode(pod, WorkloadDecoder.Decode);
        return string.Join(
            '\n', new[] { new PodSecurityVersion(0), new PodSecurityVersion(20), PodSecurityVersion.Latest }.Select(version =>
        {
            var result = new PssTestResult(workload, PodSecurityLevel.Restricted, version);
            return $"{new PssTestResult(workload, null, version).Level} {result.Message}";
        }));
    }

    private static T Decode<T>(JsonNode body, Func<ManifestDocument, T?> decode) where T : class =>
        decode(new(Encoding.UTF8.GetBytes(body.ToJsonString()), new DocumentSource("test")))!;

    private static JsonObject Redacted(string body)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        SnapshotRedaction.Apply(json);
        return json;
    }

    private static IEnumerable<JsonObject> Cases(string name)
    {
        using var lines = new StreamReader(
            new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", name)), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return JsonNode.Parse(line)!.AsObject();
        }
    }
}

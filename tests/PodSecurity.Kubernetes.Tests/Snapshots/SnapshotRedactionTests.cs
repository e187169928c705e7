using System.IO.Compression;
using System.Text.Json.Nodes;
using PodSecurity.Api.Decoding;
using PodSecurity.Kubernetes.Snapshots;
using PodSecurity.Manifests;
using PodSecurity.Standards;

namespace PodSecurity.Kubernetes.Tests.Snapshots;

/// <summary>What a snapshot leaves out changes no verdict.</summary>
public sealed class SnapshotRedactionTests
{
    [Fact]
    public void Every_recorded_pod_breaks_the_same_checks_as_before()
    {
        var differing = new List<string>();
        foreach (var pod in RecordedPods())
        {
            var whole = Verdict(pod);
            SnapshotRedaction.Apply(pod);
            if (whole != Verdict(pod))
            {
                differing.Add($"{whole}\n{Verdict(pod)}");
            }
        }
        Assert.Empty(differing);
    }

    [Fact]
    public void Of_probes_and_handlers_only_the_hosts_stay()
    {
        var pod = JsonNode.Parse("""
            {"kind":"Pod","spec":{"containers":[{
              "livenessProbe":{"httpGet":{"host":"h","path":"/secret","httpHeaders":[{"name":"Authorization","value":"secret"}]},"periodSeconds":3},
              "readinessProbe":{"exec":{"command":["secret"]},"httpGet":{"host":null}},
              "lifecycle":{"preStop":{"tcpSocket":{"host":"i","port":1}},"postStart":{"exec":{"command":["secret"]}}}}]}}
            """)!.AsObject();

        SnapshotRedaction.Apply(pod);

        Assert.Equal(
            """{"kind":"Pod","spec":{"containers":[{"lifecycle":{"preStop":{"tcpSocket":{"host":"i"}}},"livenessProbe":{"httpGet":{"host":"h"}}}]}}""",
            pod.ToJsonString());
    }

    private static IEnumerable<JsonObject> RecordedPods()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "data", "pss.jsonl.gz");
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return JsonNode.Parse(line)!["pod"]!.DeepClone().AsObject();
        }
    }

    private static string Verdict(JsonObject pod)
    {
        var document = new ManifestDocument(System.Text.Encoding.UTF8.GetBytes(pod.ToJsonString()), new DocumentSource("test"));
        var review = StandardReview.Of(WorkloadDecoder.Decode(document)!.Pod);
        return string.Join(
            '\n', Enum.GetValues<PodSecurityLevel>().SelectMany(level => review.Violations(level, PodSecurityVersion.Latest)));
    }
}

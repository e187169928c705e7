using CsCheck;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Tests.Serialization;

/// <summary>However a manifest is mutilated, reading and decoding it ends, and fails only in the way that callers know.</summary>
public sealed class MutilatedInputTests
{
    private const string Yaml = """
        # a comment
        apiVersion: apps/v1
        kind: Deployment
        metadata: &m {name: "we\tb", labels: {a: 'b'}}
        spec:
          template:
            metadata: *m
            spec:
              securityContext: {<<: {runAsUser: 0x10}, fsGroup: 1_0}
              containers:
              - name: !!str 5
                command: [sh, -c, "x"]
                args:
                - |
                  many
                   lines
                - >-
                  folded
              - ? name
                : b
        ---
        kind: List
        items:
        - kind: Pod
          apiVersion: v1

        """;

    private const string Json = """
        {"kind":"List","apiVersion":"v1","items":[
        {"kind":"Pod","apiVersion":"v1","spec":{"containers":[{"name":"a\u00e4","ports":[{"hostPort":-1.5e3}]}],"hostPID":true}},
        {"apiVersion":"v1","items":[{},[],null],"kind":"List"}]}
        {"kind":"Pod","apiVersion":"v1"}
        """;

    private static readonly string[] Scraps =
        ["\n", " ", "\t", "-", "--- ", "...", ":", "{", "}", "[", "]", "\"", "'", "&m", "*m", "|", ">",
        "%", "#", "!", "?", ",", "\\", "\0", "\ud800", "ä", "<<", "null", "{{"];

    [Theory]
    [InlineData(Yaml)]
    [InlineData(Json)]
    public void Reading_ends_and_fails_only_as_callers_know(string manifest)
    {
        var mutilation = Gen.Select(Gen.Int[0, manifest.Length], Gen.Int[0, 12], Gen.Int[0, Scraps.Length - 1].Select(i => Scraps[i]));
        mutilation.Array[1, 4].Select(cuts => cuts.Aggregate(manifest, Mutilate)).Sample(text => ReadAll(text) < 50, iter: 3_000);
    }

    private static string Mutilate(string text, (int At, int Length, string Scrap) cut)
    {
        var start = Math.Min(cut.At, text.Length);
        return text[..start] + cut.Scrap + text[Math.Min(start + cut.Length, text.Length)..];
    }

    private static int ReadAll(string text)
    {
        var count = 0;
        foreach (var item in Reading.Items(text).Take(50))
        {
            count++;
            try
            {
                if (item.Document is { } document)
                {
                    WorkloadDecoder.Decode(document);
                }
            }
            catch (ManifestException)
            {
                // what callers know
            }
        }
        return count;
    }
}

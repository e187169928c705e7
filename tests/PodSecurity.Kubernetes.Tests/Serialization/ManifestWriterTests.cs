using System.Text.Json.Nodes;
using CsCheck;
using PodSecurity.Kubernetes.Serialization;

namespace PodSecurity.Kubernetes.Tests.Serialization;

public sealed class ManifestWriterTests
{
    private static readonly string[] Awkward =
    [
        "", "y", "No", "null", "~", "true", "1", "1e3", "0x1f", "0o17", "1_000", ".5", "-", "?", ":", "a: b", "a #b", "#", "&a", "*", "!x", "- a", "|", ">",
        "%a", "@a", "`a", "'", "\"", "a\nb\n", "a\n\n b", " a", "a ", "\ta", "a\tb\nc", "2026-01-31", "2026-01-31T12:00:00Z", "12:30:45", "---", "...", "<<", "=",
        "eks:podsecuritypolicy:authenticated", "system:serviceaccounts", "é\u0085\u2028", "😀", "trailing:", "{a}", "[a]", "a,b", "\\", "+1", "0-65535", "a\r\nb",
    ];

    private static readonly Gen<string> Texts = Gen.Frequency((1, Gen.Int[0, Awkward.Length - 1].Select(index => Awkward[index])), (1, Gen.String));

    [Fact]
    public void Every_text_reads_back_as_itself() => Texts.Sample(text =>
    {
        // A lone surrogate is no text that a file could hold.
        var valid = new string([.. text.Where(c => !char.IsSurrogate(c) && c != '\0')]);
        var written = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Test", ["text"] = valid, ["list"] = new JsonArray(valid) };
        var item = Assert.Single(ManifestReader.ReadText(ManifestWriter.ToYaml(written), "test"));
        Assert.Null(item.Error);
        var read = JsonNode.Parse(item.Document!.Json.Span)!;
        Assert.Equal(valid, (string?)read["text"]);
        Assert.Equal(valid, (string?)read["list"]![0]);
    });

    [Fact]
    public void It_looks_like_what_kubectl_writes()
    {
        var body = JsonNode.Parse("""
            {"kind":"ClusterRole","metadata":{"name":"psp:a","labels":{"b":"true"},"annotations":{}},"rules":[{"verbs":["use"],"min":0,"on":true,"nothing":null,"none":[]}]}
            """)!;
        Assert.Equal(
            """
            kind: ClusterRole
            metadata:
              name: psp:a
              labels:
                b: "true"
              annotations: {}
            rules:
            - verbs:
              - use
              min: 0
              "on": true
              nothing: null
              none: []

            """.ReplaceLineEndings("\n"),
            ManifestWriter.ToYaml(body));
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PodSecurity.Kubernetes.Serialization;

namespace PodSecurity.Kubernetes.Tests.Serialization;

public sealed class ManifestWriterTests
{
    private static readonly string[] Awkward =
    [
        "", "y", "No", "null", "~", "true", "1", "1e3", "0x1f", "0o17", "1_000", ".5", "-", "?", ":", "a: b", "a #b", "#", "&a", "*", "!x",
            "- a", "|", ">",
        "%a", "@a", "`a", "'", "\"", "a\nb\n", "a\n\n b", " a", "a ", "\ta", "a\tb\nc", "2026-01-31", "2026-01-31T12:00:00Z", "12:30:45",
            "---", "...", "<<", "=",
        "eks:podsecuritypolicy:authenticated", "system:serviceaccounts", "é\u0085\u2028", "😀", "trailing:", "{a}", "[a]", "a,b", "\\",
            "+1",
            "0-65535", "a\r\nb",
    ];

    private static readonly Gen<string> Texts = Gen.Frequency(
        (1, Gen.Int[0, Awkward.Length - 1].Select(index => Awkward[index])), (1, Gen.String));

    [Fact]
    public void Every_text_reads_back_as_itself() => Texts.Sample(text =>
    {
        var valid = Valid(text);
        var written = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Test", ["text"] = valid, ["list"] = new JsonArray(valid) };
        var read = ReadBack(written)!;
        Assert.Equal(valid, (string?)read["text"]);
        Assert.Equal(valid, (string?)read["list"]![0]);
    });

    [Fact]
    public void Every_object_reads_back_as_itself() => Objects(depth: 3).Sample(
        written => Assert.True(Same(written, ReadBack(written)), ManifestWriter.ToYaml(written)),
        iter: 2_000);

    private static JsonNode? ReadBack(JsonNode written) =>
        JsonNode.Parse(
            Assert.Single(
                ManifestReader.ReadText(ManifestWriter.ToYaml(written), "test", ManifestReader.Throw, CancellationToken.None)).Json.Span);

    private static Gen<JsonNode> Objects(int depth) =>
        Gen.Select(Texts, Values(depth - 1)).Array[0, 4].Select(fields =>
        {
            var node = new JsonObject();
            foreach (var (name, value) in fields)
            {
                node[Valid(name)] = value?.DeepClone();
            }
            return (JsonNode)node;
        });

    private static Gen<JsonNode?> Values(int depth)
    {
        var scalars = Gen.OneOf(
            Texts.Select(text => (JsonNode?)JsonValue.Create(Valid(text))),
            Gen.Long.Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Double[-1e25, 1e25].Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Double[-1e-5, 1e-5].Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
            Gen.Const((JsonNode?)null));
        if (depth == 0)
        {
            return scalars;
        }
        var lists = Values(depth - 1).Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]));
        return Gen.OneOf(scalars, lists, Objects(depth).Select(node => (JsonNode?)node));
    }

    private static bool Same(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(field => b.ContainsKey(field.Key) && Same(field.Value, b[field.Key])),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number =>
            a.ToJsonString() == b.ToJsonString() || double.Parse(a.ToJsonString(), CultureInfo.InvariantCulture) == double.Parse(
                b.ToJsonString(), CultureInfo.InvariantCulture),
        _ => JsonNode.DeepEquals(left, right),
    };

    /// <summary>A lone surrogate is no text that a file could hold.</summary>
    private static string Valid(string text) => new([.. text.Where(c => !char.IsSurrogate(c) && c != '\0')]);

    [Fact]
    public void A_text_that_starts_with_a_line_break_is_quoted() => // Go's reader loses it in a block
        Assert.Equal("a: \"\\n\"\nb: \"\\nx\\n\"\n", ManifestWriter.ToYaml(new JsonObject { ["a"] = "\n", ["b"] = "\nx\n" }));

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

using System.Text;
using System.Text.Json;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;
using static PodSecurity.Kubernetes.Tests.Serialization.Reading;

namespace PodSecurity.Kubernetes.Tests.Serialization;

/// <summary>YAML as Kubernetes reads it: the expected values are those that kubectl 1.32 gives for the same text.</summary>
public sealed class YamlReadingTests
{
    [Theory]
    [InlineData("y", "true")]
    [InlineData("Yes", "true")]
    [InlineData("on", "true")]
    [InlineData("TRUE", "true")]
    [InlineData("n", "false")]
    [InlineData("NO", "false")]
    [InlineData("off", "false")]
    [InlineData("yEs", "\"yEs\"")]
    [InlineData("", "null")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("nULL", "\"nULL\"")]
    [InlineData("0644", "420")]
    [InlineData("0o17", "15")]
    [InlineData("089", "89")]
    [InlineData("0x1F", "31")]
    [InlineData("-0b101", "-5")]
    [InlineData("1_000", "1000")]
    [InlineData("+5", "5")]
    [InlineData("-0", "0")]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551616", "18446744073709552000")]
    [InlineData("1000.0", "1000")]
    [InlineData("1e3", "1000")]
    [InlineData(".5", "0.5")]
    [InlineData("1.5e-9", "1.5e-09")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("-12.25", "-12.25")]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("100m", "\"100m\"")]
    [InlineData("-", "[null]")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("'5'", "\"5\"")]
    [InlineData("\"yes\"", "\"yes\"")]
    [InlineData("\"\\u00e4\\t\\x41\"", "\"ä\\tA\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int '5'", "5")]
    [InlineData("!!float 5", "5")]
    [InlineData("!!bool yes", "true")]
    [InlineData("!!null x", "null")]
    [InlineData("!!binary aGk=", "\"hi\"")]
    [InlineData("! 5", "\"5\"")]
    [InlineData("!custom 5", "\"5\"")]
    [InlineData("'it''s'", "\"it's\"")]
    [InlineData("a: b", "{\"a\":\"b\"}")]
    [InlineData("|\n  a\n  b\n", "\"a\\nb\\n\"")]
    [InlineData("|-\n  a\n   b\n\n", "\"a\\n b\"")]
    [InlineData(">+\n  a\n  b\n\n", "\"a b\\n\\n\"")]
    [InlineData("[a, {b: c, d: }, 'e']", "[\"a\",{\"b\":\"c\",\"d\":null},\"e\"]")]
    public void A_value_is_what_Kubernetes_makes_of_it(string yaml, string json)
    {
        // a block scalar starts in the field's line, everything else can stand in the next one
        var separator = yaml is ['|' or '>', ..] ? " " : "\n  ";
        Assert.Equal($$"""{"v":{{json}}}""", Json($"v:{separator}{yaml}"));
    }

    [Theory]
    [InlineData("5: a", "{\"5\":\"a\"}")]
    [InlineData("yes: a", "{\"true\":\"a\"}")]
    [InlineData("1.5: a", "{\"1.5\":\"a\"}")]
    [InlineData("010: a", "{\"8\":\"a\"}")]
    [InlineData("a: 1\nb: 2\na: 3", "{\"a\":3,\"b\":2}")]
    [InlineData("? a\n: b", "{\"a\":\"b\"}")]
    [InlineData("x: &n a\n*n : b", "{\"x\":\"a\",\"a\":\"b\"}")]
    public void Field_names_become_text_and_the_last_one_wins(string yaml, string json) => Assert.Equal(json, Json(yaml));

    [Theory]
    [InlineData("a: &x {p: 1}\nb: *x", "{\"a\":{\"p\":1},\"b\":{\"p\":1}}")]
    [InlineData("a: &x 1\nb: &x 2\nc: *x", "{\"a\":1,\"b\":2,\"c\":2}")]
    [InlineData("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}", "{\"a\":{\"p\":1,\"q\":2},\"b\":{\"p\":1,\"q\":3}}")]
    [InlineData("a: &x {p: 1}\nb: {p: 3, <<: *x}", "{\"a\":{\"p\":1},\"b\":{\"p\":1}}")]
    [InlineData("a: &x {p: 1}\nb: {<<: [*x, {p: 2, q: 2}]}", "{\"a\":{\"p\":1},\"b\":{\"p\":1,\"q\":2}}")]
    [InlineData("b: {'<<': {p: 1}}", "{\"b\":{\"\\u003C\\u003C\":{\"p\":1}}}")]
    public void Anchors_aliases_and_merge_keys_are_resolved(string yaml, string json) =>
        Assert.Equal(json.Replace("\\u003C", "<", StringComparison.Ordinal), Json(yaml));

    [Theory]
    [InlineData("A\n---\nB")]
    [InlineData("---\nA\n---\nB\n---\n")]
    [InlineData("# comment\n---\n# comment\nA\n---\n\n---\n~\n--- # comment\nB\n...\n")]
    [InlineData("%YAML 1.1\n---\nA")]
    [InlineData("A\n...\nB")]
    [InlineData("\uFEFFA\r\n---\r\nB\r\n")]
    [InlineData("A\nt: |\n  x\n  ---\n---\nB")]
    [InlineData("apiVersion: v1\nitems:\n- A\n- B\nkind: List")]
    [InlineData("kind: List\nitems:\n- A\n- {kind: List, items: [B, A]}\n- A")]
    [InlineData("kind: List\nitems: []\n---\nA")]
    public void Finds_every_object(string input)
    {
        var text = input.Replace("A", "name: a", StringComparison.Ordinal).Replace("B", "name: b", StringComparison.Ordinal).Replace(
            "%Yname: aML", "%YAML", StringComparison.Ordinal);

        Assert.Equal(input.Replace("%YAML", "", StringComparison.Ordinal).Where(c => c is 'A' or 'B'), Items(text).Select(Letter));

        static char Letter(Item item) =>
            JsonDocument.Parse(item.Document!.Json).RootElement.GetProperty("name").GetString() == "a" ? 'A' : 'B';
    }

    [Fact]
    public void Items_of_a_server_list_get_its_kind() =>
        Assert.Equal(
            ["""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}""", """{"kind":"X"}"""],
            Lines("kind: PodList\napiVersion: v1\nitems:\n- metadata: {name: a}\n- kind: X"));

    [Fact]
    public void A_value_of_the_wrong_type_is_found_where_it_stands()
    {
        var items = Items(
            "# one\n---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    securityContext:\n      runAsUser: "
            + "'1'\n---\nkind: Pod\napiVersion: v1\nspec: {hostPID: 1}\n");

        Assert.Equal([3, 11], items.Select(item => item.Document!.Source.Line));
        Assert.Equal(
            [
                "in:9:18: spec.containers[0].securityContext.runAsUser: expected a 64-bit integer, found the string \"1\"",
                "in:13:17: spec.hostPID: expected true or false, found 1",
            ],
            items.Select(item => Assert.Throws<ManifestException>(() => WorkloadDecoder.Decode(item.Document!)).Message));
    }

    [Fact]
    public void UTF_16_with_a_mark_is_read()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var stream = new MemoryStream([.. encoding.Preamble, .. encoding.GetBytes("kind: Ä")]);
            Assert.Equal(["{\"kind\":\"Ä\"}"], Lines(Items(stream)));
        }
    }
}

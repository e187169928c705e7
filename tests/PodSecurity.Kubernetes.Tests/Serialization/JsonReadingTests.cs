using System.Text;
using System.Text.Json;
using CsCheck;
using PodSecurity.Api.Decoding;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;
using static PodSecurity.Kubernetes.Tests.Serialization.Reading;

namespace PodSecurity.Kubernetes.Tests.Serialization;

public sealed class JsonReadingTests
{
    private const string A = """{"apiVersion":"v1","kind":"A"}""";
    private const string B = """{"kind":"B","apiVersion":"v1","x":["}]{[",{"\"":"\\"}]}""";

    [Theory]
    [InlineData("A")]
    [InlineData("A B")]
    [InlineData("A\nB\n")]
    [InlineData("AB")]
    [InlineData("\uFEFF A\r\n\r\nB")]
    [InlineData("[A,B]")]
    [InlineData(" [ A , B ] A")]
    [InlineData("[]A")]
    [InlineData("A\n---\nB\n---\n")]
    [InlineData("""{"kind":"List","apiVersion":"v1","items":[A,B],"metadata":{}}""")]
    [InlineData("""{"apiVersion":"v1","items":[A , B],"kind":"List","metadata":{"resourceVersion":""}}""")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[A]} B""")]
    [InlineData(
        """{"kind":"List","items":[A,{"apiVersion":"v1","kind":"List","items":[B,A]},{"apiVersion":"v1","items":[B],"kind":"List"}]}""")]
    public void Finds_every_object(string input)
    {
        var expected = input.Where(c => c is 'A' or 'B').Select(c => c == 'A' ? A : B);
        var text = string.Concat(input.Select(c => c switch { 'A' => A, 'B' => B, _ => c.ToString() }));

        Assert.Equal(expected, Lines(text));
        Assert.Equal(expected, Lines(Items(new OneByteAtATime(text))));
    }

    [Fact]
    public void Finds_every_object_whatever_its_length_and_its_strings()
    {
        var text = Gen.String[Gen.OneOf(
            Gen.Const('"'), Gen.Const('\\'), Gen.Const('{'), Gen.Const(']'), Gen.Const('ä'), Gen.Char['a', 'z']), 0, 200];
        text.Array[1, 8].Sample(texts =>
        {
            var objects = texts.Select(
                value => JsonSerializer.Serialize(new Dictionary<string, string[][]> { [value] = [[value], [value, value]] })).ToArray();
            return Lines(Items(new OneByteAtATime(string.Concat(objects)))).SequenceEqual(objects)
                && Lines($"[{string.Join(" ,", objects)}]").SequenceEqual(objects);
        }, iter: 300);
    }

    [Fact]
    public void Items_of_a_server_list_get_its_kind()
    {
        var lines = Lines(
            """{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"a"}},{},{"kind":"Pod","apiVersion":"v1"}]}""");

        Assert.Equal(
            ["""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}""", """{"kind":"Pod","apiVersion":"v1"}""",
                """{"kind":"Pod","apiVersion":"v1"}"""], lines);
    }

    [Theory]
    [InlineData("""{"kind":"List","apiVersion":"v1","items":[]}""")]
    [InlineData("""{"kind":"List","apiVersion":"v1","items":null}""")]
    [InlineData("[]")]
    public void An_empty_list_has_no_objects_and_is_no_error(string text) => Assert.Empty(Items(text));

    [Fact]
    public void Knows_where_each_object_starts_and_each_value_stands()
    {
        var items = Items(
            "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[\n  {\"spec\": {\"hostPID\": 1}},\n {\n\"kind\":\"Pod\",\"ä\":1,\n "
            + "\"spec\":3}]}");

        Assert.Equal([2, 3], items.Select(item => item.Document!.Source.Line));
        Assert.Equal("in:2:24: spec.hostPID: expected true or false, found 1", Fault(items[0]).Message);
        Assert.Equal((4, 18), Place(items[1], "1,"));
        Assert.Equal((5, 9), Place(items[1], "3}"));
    }

    [Fact]
    public void The_first_object_comes_before_the_input_is_read_to_its_end()
    {
        var stream = new OneByteAtATime($$"""{"kind":"List","items":[{{A}},{{string.Join(',', Enumerable.Repeat(B, 50))}}]}""");

        using var items = Items(stream).GetEnumerator();

        Assert.True(items.MoveNext());
        Assert.True(stream.Position < stream.Length - B.Length);
    }

    [Fact]
    public void Stops_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        using var items = ManifestReader.ReadStream(new OneByteAtATime(A + A), "in", ManifestReader.Throw, source.Token).GetEnumerator();
        Assert.True(items.MoveNext());
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => items.MoveNext());
    }

    private static ManifestException Fault(Item item) => Assert.Throws<ManifestException>(() => WorkloadDecoder.Decode(item.Document!));

    private static (int Line, int Column) Place(Item item, string value) =>
        item.Document!.Positions!.Locate(item.Document.Json.Span.IndexOf(Encoding.UTF8.GetBytes(value)));

    /// <summary>A stream as slow as it can be, so that every boundary falls between two reads.</summary>
    private sealed class OneByteAtATime(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}

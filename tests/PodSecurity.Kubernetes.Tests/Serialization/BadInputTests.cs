using System.Text;
using PodSecurity.Api.Decoding;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;
using static PodSecurity.Kubernetes.Tests.Serialization.Reading;

namespace PodSecurity.Kubernetes.Tests.Serialization;

/// <summary>Whatever is wrong with an input gives one clear error, and what can still be read is read.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("a: [1, 2\nb: 3", "ManifestSyntaxInvalid", "in:2:1: invalid YAML: a list or mapping is not closed")]
    [InlineData("a: b: c", "ManifestSyntaxInvalid", "in:1:")]
    [InlineData("a: 'open\nb: c\n", "ManifestSyntaxInvalid", "in:")]
    [InlineData("a:\n  b: 1\n c: 2\n", "ManifestSyntaxInvalid", "in:3:")]
    [InlineData("a: @x", "ManifestSyntaxInvalid", "in:1:4: invalid YAML: ")]
    [InlineData("a:\n\tb: 1\n", "ManifestSyntaxInvalid", "in:2:1: invalid YAML: a tab cannot indent; use spaces")]
    [InlineData("a:\n  b: 1\n \tc: 1\n", "ManifestSyntaxInvalid", "in:3:2: invalid YAML: a tab cannot indent; use spaces")]
    [InlineData("a: *x", "ManifestSyntaxInvalid", "in:1:4: invalid YAML: there is no anchor 'x' before this alias")]
    [InlineData("a: &x [*x]", "ManifestSyntaxInvalid", "in:1:8: invalid YAML: there is no anchor 'x' before this alias")]
    [InlineData("a: {<<: 5}", "ManifestSyntaxInvalid", "in:1:9: invalid YAML: << merges only mappings")]
    [InlineData("? [a]\n: b", "ManifestSyntaxInvalid", "in:1:3: invalid YAML: a field name must be text")]
    [InlineData("~: b", "ManifestSyntaxInvalid", "in:1:1: invalid YAML: a field name must be text")]
    [InlineData("a: !!int x", "ManifestSyntaxInvalid", "in:1:4: invalid YAML: 'x' is not a tag:yaml.org,2002:int")]
    [InlineData("a: \"\\q\"", "ManifestSyntaxInvalid", "in:1:")]
    [InlineData("a: \"\\ud800\"", "ManifestSyntaxInvalid", "in:1:")]
    [InlineData("just text", "ManifestNotAnObject", "in:1:1: expected an object, found a text")]
    [InlineData("- a\n- b", "ManifestNotAnObject", "in:1:1: expected an object, found a list")]
    [InlineData("", "ManifestEmpty", "in: there is no manifest in it")]
    [InlineData("# only\n---\n\n", "ManifestEmpty", "in: there is no manifest in it")]
    [InlineData("kind: Pod\nmetadata:\n  name: {{ .Values.name }}\n", "ManifestTemplateNotRendered", "in:3:")]
    [InlineData("{{- if .Values.enabled }}\nkind: Pod\n{{- end }}\n", "ManifestTemplateNotRendered", "in:1:")]
    [InlineData("kind: Pod\nspec:\n  {{- toYaml . }}\n", "ManifestTemplateNotRendered", "in:3:")]
    [InlineData("{\"a\":1", "ManifestSyntaxInvalid", "in:1:7: invalid JSON: it ends inside what starts in line 1")]
    [InlineData("{\"a\":[{\"b\":\"c", "ManifestSyntaxInvalid", "in:1:14: invalid JSON: it ends inside what starts in line 1")]
    [InlineData("{\"kind\":\"List\",\"items\":[\n\n{\"b\":", "ManifestSyntaxInvalid",
        "in:3:6: invalid JSON: it ends inside what starts in line 3")]
    [InlineData("{\"a\":\"b,\n\"c\":1}", "ManifestSyntaxInvalid", "in:1:9: invalid JSON: ")]
    [InlineData("{\"a\":1,}", "ManifestSyntaxInvalid", "in:1:8: invalid JSON: expected a field name, found '}'")]
    [InlineData("{a: 1}", "ManifestSyntaxInvalid", "in:1:2: invalid JSON: expected a field name, found 'a'")]
    [InlineData("{\"a\" 1}", "ManifestSyntaxInvalid", "in:1:6: invalid JSON: expected ':', found '1'")]
    [InlineData("{\"a\":,}", "ManifestSyntaxInvalid", "in:1:6: invalid JSON: expected a value, found ','")]
    [InlineData("[", "ManifestSyntaxInvalid", "in:1:2: invalid JSON: it ends inside")]
    [InlineData("{\"a\":1// no\n}", "ManifestSyntaxInvalid", "in:1:7: invalid JSON: ")]
    public void Gives_one_clear_error(string text, string id, string message)
    {
        var error = Fault(text);
        Assert.Equal(id, error.ErrorId);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("in", error.DocumentSource.Origin);
        Assert.True(error.ErrorId == "ManifestEmpty" || error.DocumentSource.Line > 0);
    }

    [Theory]
    [InlineData("BAD\n---\nk: 2\n")]
    [InlineData("k: 1\n---\nBAD\n---\nk: 2\n")]
    [InlineData("k: 1\n---\nBAD\nmore: [\n--- # next\nk: 2\n---\nBAD")]
    public void A_bad_YAML_document_does_not_stop_the_rest(string input)
    {
        foreach (var bad in new[] { "a: [", "a: 'x", "x: {{ y }}", "text", "b: *a", "a: \0", "---\0", "--- \0" })
        {
            var text = input.Replace("BAD", bad, StringComparison.Ordinal);
            var expected = input.Split("---").Select(
                part => part.Contains("BAD", StringComparison.Ordinal) ? "error" : part.Contains(
                    '1', StringComparison.Ordinal) ? "{\"k\":1}" : "{\"k\":2}");
            Assert.Equal(expected, Items(text).Select(item => item.Error is null ? Lines([item])[0] : "error"));
        }
    }

    [Fact]
    public void Items_before_a_fault_are_kept() =>
        Assert.Equal(
            ["{\"k\":1}", "error", "{\"k\":3}"], Items("kind: List\nitems:\n- k: 1\n- k: [\n---\nk: 3").Select(
                item => item.Error is null ? Lines([item])[0] : "error"));

    [Fact]
    public void A_bad_JSON_line_does_not_stop_the_rest() =>
        Assert.Equal(
            ["{\"k\":1}", "error", "{\"k\":3}"], Items("{\"k\":1}\n{\"k\":2,}\n{\"k\":3}\n").Select(
                item => item.Error is null ? Lines([item])[0] : "error"));

    [Fact]
    public void Broken_JSON_inside_an_item_is_for_the_decoder_and_names_its_place()
    {
        var items = Items(
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n "
            + "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\n\"spec\":{\"hostPID\":true,}},\n {\"apiVersion\":\"v1\",\"kind\":\"Pod\"}]}");

        Assert.StartsWith(
            "in:3:24: invalid JSON: ", Assert.Throws<ManifestException>(() => WorkloadDecoder.Decode(items[0].Document!)).Message,
                StringComparison.Ordinal);
        Assert.NotNull(WorkloadDecoder.Decode(items[1].Document!));
    }

    [Theory]
    [InlineData("a: b\nc: \0", "in:2:1: not a text file in UTF-8 or UTF-16: a null byte")]
    [InlineData("a: b\nc: \u00FF\n", "in:2:1: not a text file in UTF-8 or UTF-16: invalid UTF-8")]
    [InlineData("\u007FELF\u0002\u0001\u0001\0\0", "in:1:1: not a text file in UTF-8 or UTF-16: a null byte")]
    [InlineData("\n{\"a\":\"\u00E4\"}", "in:2:1: not a text file in UTF-8 or UTF-16: invalid UTF-8 in the object that starts here")]
    public void What_is_no_text_is_said_to_be_none(string bytes, string message)
    {
        var error = Assert.Single(Items(new MemoryStream(Encoding.Latin1.GetBytes(bytes)))).Error!;
        Assert.Equal(("ManifestNotText", message), (error.ErrorId, error.Message));
    }

    [Fact]
    public void An_alias_bomb_is_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            bomb.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        var lines = Lines($"{bomb}---\nk: 1\n");

        Assert.StartsWith(
            "ManifestAliasesTooLarge in:4:18: too much of this document comes out of YAML aliases", lines[0], StringComparison.Ordinal);
        Assert.Equal("{\"k\":1}", lines[1]);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Nesting_has_a_limit(string open, string close)
    {
        foreach (var depth in new[] { 1001, 100_000 })
        {
            var text = "a: " + string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat(close, depth));
            Assert.Equal("ManifestTooDeep", Fault(text).ErrorId);
        }
    }

    [Fact]
    public void Deep_JSON_lists_are_left_to_the_decoder()
    {
        var text = string.Concat(Enumerable.Repeat("{\"items\":[", 50_000)) + string.Concat(Enumerable.Repeat("]}", 50_000));
        Assert.Throws<ManifestException>(() => WorkloadDecoder.Decode(Assert.Single(Items(text)).Document!));
    }

    [Theory]
    [InlineData("{\"a\":\"", "in:1:1: the object that starts here is larger than 8 MB")]
    [InlineData("{\"kind\":\"List\",\"items\":[\n{},{\"a\":\"", "in:2:4: the object that starts here is larger than 8 MB")]
    [InlineData("k: 1\n---\na: ", "in:3:1: the object that starts here is larger than 8 MB")]
    [InlineData("k: 1\n---\na: |\n  x\n", "in:2:1: the object that starts here is larger than 8 MB")]
    public void A_single_gigantic_object_is_refused(string start, string message)
    {
        var lines = start.Contains('|', StringComparison.Ordinal);
        var error = Items(new Endless(start, lines ? "  xxxxxxxxxxxxxxxxxxxxxxxxxxxx\n" : "x", 10 << 20)).Last().Error!;
        Assert.Equal(("ManifestTooLarge", message), (error.ErrorId, error.Message));
    }

    [Fact]
    public void Files_that_cannot_be_read_say_why()
    {
        var folder = Directory.CreateTempSubdirectory("manifests");
        try
        {
            Assert.Equal(
                "ManifestFileNotFound file.yaml: the file does not exist", Assert.Single(
                    Lines(Read(Path.Combine(folder.FullName, "no.yaml")))));
            Assert.Equal(
                "ManifestFileNotFound file.yaml: the file does not exist", Assert.Single(
                    Lines(Read(Path.Combine(folder.FullName, "no", "no.yaml")))));
            Assert.Equal("ManifestPathIsFolder file.yaml: this is a folder, not a file", Assert.Single(Lines(Read(folder.FullName))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static IEnumerable<Item> Read(string path) => All(bad => ManifestReader.ReadFile(path, "file.yaml", bad, CancellationToken.None));
    }

    [Fact]
    public void A_file_that_fails_while_it_is_read_keeps_what_came_before() =>
        Assert.Equal(
            ["{\"k\":1}", "ManifestFileUnreadable in: the file cannot be read: disk gone"],
            Lines(Items(new Failing("{\"k\":1}\n{\"k\""))));

    /// <summary>A text that goes on and on.</summary>
    private sealed class Endless(string start, string repeated, int length) : Stream
    {
        private readonly byte[] _repeated = Encoding.UTF8.GetBytes(repeated);
        private readonly byte[] _start = Encoding.UTF8.GetBytes(start);
        private int _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = Math.Min(count, length - _position);
            for (var i = 0; i < count; i++, _position++)
            {
                buffer[offset + i] = _position < _start.Length
                    ? _start[_position]
                    : _repeated[(_position - _start.Length) % _repeated.Length];
            }
            return count;
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class Failing(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is > 0 and var read ? read : throw new IOException("disk gone");
    }
}

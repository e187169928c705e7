using System.Text;
using PodSecurity.Manifests;

namespace PodSecurity.Core.Tests.Manifests;

public sealed class DecodeAheadTests
{
    private static readonly string[] Kinds = ["Pod", "Service", "Broken"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Every_document_gives_one_attempt_in_the_order_of_reading(int count)
    {
        var attempts = DecodeAhead.Of(Enumerable.Range(0, count).Select(Document), Decode).ToList();

        Assert.Equal(Enumerable.Range(0, count).Select(Outcome), attempts.Select(attempt => attempt.Value ?? attempt.Error?.Message ?? "nothing"));
    }

    [Fact]
    public void The_first_object_comes_before_much_was_read()
    {
        var read = 0;
        var endless = Enumerable.Range(0, int.MaxValue).Select(Document).Select(document => { read++; return document; });

        Assert.Equal("Pod 0", DecodeAhead.Of(endless, Decode).First().Value);
        Assert.InRange(read, 1, 2 << Environment.ProcessorCount);
    }

    [Fact]
    public void A_failure_of_the_reader_reaches_the_caller() =>
        Assert.Throws<IOException>(() => DecodeAhead.Of(Enumerable.Range(0, 100).Select(i => i < 50 ? Document(i) : throw new IOException()), Decode).Count());

    private static ManifestDocument Document(int index) => new(Encoding.UTF8.GetBytes(Outcome(index)), new DocumentSource($"{index}"));

    private static string Outcome(int index) => Kinds[index % 3] switch
    {
        "Service" => "nothing",
        var kind => $"{kind} {index}",
    };

    private static string? Decode(ManifestDocument document)
    {
        var text = Encoding.UTF8.GetString(document.Json.Span);
        return text[0] switch
        {
            'P' => text,
            'B' => throw new ManifestException("Broken", text, document.Source),
            _ => null,
        };
    }
}

using System.Text;
using PodSecurity.Manifests;

namespace PodSecurity.Core.Tests.Manifests;

public sealed class DecodeAheadTests
{
    private static readonly string[] Kinds = ["Pod", "Service", "Broken"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Every_document_gives_one_attempt_in_the_order_of_reading(int count)
    {
        var attempts = await ToListAsync(DecodeAhead.Of(Enumerable.Range(0, count).Select(Document), Decode, Cancel));

        Assert.Equal(
            Enumerable.Range(0, count).Select(Outcome), attempts.Select(attempt => attempt.Value ?? attempt.Error?.Message ?? "nothing"));
    }

    [Fact]
    public async Task The_first_object_comes_before_much_was_read()
    {
        var read = 0;
        var endless = Enumerable.Range(0, int.MaxValue).Select(Document).Select(document => { read++; return document; });

        Assert.Equal("Pod 0", await FirstAsync(DecodeAhead.Of(endless, Decode, Cancel)));
        Assert.InRange(read, 1, 2 << Environment.ProcessorCount);
    }

    [Fact]
    public async Task Large_objects_are_not_hoarded()
    {
        var read = 0;
        var large = new ManifestDocument(new byte[DecodeAhead.MostBytes / 4], new DocumentSource("large"));
        var endless = Enumerable.Range(0, int.MaxValue).Select(_ => { read++; return large; });

        Assert.Equal("x", await FirstAsync(DecodeAhead.Of(endless, _ => "x", Cancel)));
        Assert.InRange(read, 1, 5);
    }

    /// <summary>What a cluster has sent is not kept waiting for the page that it has not.</summary>
    [Fact]
    public async Task What_has_come_is_given_before_the_source_has_more()
    {
        var more = new TaskCompletionSource();
        var given = new List<string>();

        await foreach (var attempt in DecodeAhead.Of(Paged(more.Task, Cancel), Decode, Cancel))
        {
            given.Add(attempt.Value ?? "nothing");
            if (given.Count == 10)
            {
                more.SetResult();
            }
        }

        Assert.Equal(20, given.Count);
    }

    /// <summary>A source that waits is told to stop, and has stopped before it is left.</summary>
    [Fact]
    public async Task Who_stops_early_does_not_wait_for_the_source()
    {
        var forever = new TaskCompletionSource();

        Assert.Equal("Pod 0", await FirstAsync(DecodeAhead.Of(Paged(forever.Task, Cancel), Decode, Cancel)));
    }

    [Fact]
    public async Task A_failure_of_the_reader_reaches_the_caller() => await Assert.ThrowsAsync<IOException>(
        () => ToListAsync(
            DecodeAhead.Of(Enumerable.Range(0, 100).Select(i => i < 50 ? Document(i) : throw new IOException()), Decode, Cancel)));

    private static async IAsyncEnumerable<ManifestDocument> Paged(
        Task more, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < 20; i++)
        {
            if (i == 10)
            {
                await more.WaitAsync(cancellationToken);
            }
            yield return Document(i * 3);
        }
    }

    private static async Task<List<DecodeAttempt<string>>> ToListAsync(IAsyncEnumerable<DecodeAttempt<string>> attempts)
    {
        var list = new List<DecodeAttempt<string>>();
        await foreach (var attempt in attempts)
        {
            list.Add(attempt);
        }
        return list;
    }

    private static async Task<string?> FirstAsync(IAsyncEnumerable<DecodeAttempt<string>> attempts)
    {
        await foreach (var attempt in attempts)
        {
            return attempt.Value;
        }
        return null;
    }

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

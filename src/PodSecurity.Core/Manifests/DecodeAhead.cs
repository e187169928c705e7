using System.Runtime.CompilerServices;

namespace PodSecurity.Manifests;

/// <summary>What came of decoding one document: an object, nothing (another kind), or the reason why it cannot be read.</summary>
public readonly record struct DecodeAttempt<T>(ManifestDocument Document, T? Value, ManifestException? Error) where T : class;

/// <summary>
/// Decodes documents on all processors while the caller works with those before them. The documents are read on the caller's thread and
/// their objects come in the same order; never more than a few batches are in memory.
/// </summary>
public static class DecodeAhead
{
    /// <summary>No more is read ahead while so many bytes wait to be decoded or used.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The objects of a file or a text.</summary>
    public static IAsyncEnumerable<DecodeAttempt<T>> Of<T>(
        IEnumerable<ManifestDocument> documents, Func<ManifestDocument, T?> decode, CancellationToken cancellationToken) where T : class =>
        Of(Async(documents), decode, cancellationToken);

    /// <summary>The objects of a cluster or a snapshot.</summary>
    public static async IAsyncEnumerable<DecodeAttempt<T>> Of<T>(
        IAsyncEnumerable<ManifestDocument> documents, Func<ManifestDocument, T?> decode,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        // Awaits come back to the caller's context: a command may be told of what its documents are only on the pipeline thread.
        await using var source = new DocumentBatches(documents, cancellationToken);
        var underWay = new Queue<(long Bytes, Task<DecodeAttempt<T>[]> Attempts)>();
        var bytes = 0L;
        while (true)
        {
            while (underWay.Count <= Environment.ProcessorCount && bytes < MostBytes && (underWay.Count == 0 || source.IsAtHand))
            {
                if (await source.NextAsync() is not { Documents.Count: > 0 } batch)
                {
                    break;
                }
                bytes += batch.Bytes;
                underWay.Enqueue((batch.Bytes, Start(batch.Documents, decode)));
            }
            if (!underWay.TryDequeue(out var first))
            {
                yield break;
            }
            foreach (var attempt in await first.Attempts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return attempt;
            }
            bytes -= first.Bytes;
        }
    }

    private static Task<DecodeAttempt<T>[]> Start<T>(List<ManifestDocument> batch, Func<ManifestDocument, T?> decode) where T : class
    {
        DecodeAttempt<T>[] Decode() => [.. batch.Select(document => Attempt(document, decode))];
        return batch.Count == 1 ? Task.FromResult(Decode()) : Task.Run(Decode);
    }

    private static DecodeAttempt<T> Attempt<T>(ManifestDocument document, Func<ManifestDocument, T?> decode) where T : class
    {
        try
        {
            return new(document, decode(document), null);
        }
        catch (ManifestException e)
        {
            return new(document, null, e);
        }
    }

    private static async IAsyncEnumerable<ManifestDocument> Async(IEnumerable<ManifestDocument> documents)
    {
        foreach (var document in documents)
        {
            yield return document;
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }
}

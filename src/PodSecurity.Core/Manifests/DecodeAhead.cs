namespace PodSecurity.Manifests;

/// <summary>What came of decoding one document: an object, nothing (another kind), or the reason why it cannot be read.</summary>
public readonly record struct DecodeAttempt<T>(ManifestDocument Document, T? Value, ManifestException? Error) where T : class;

/// <summary>
/// Decodes documents on all processors while the caller works with those before them. The documents are read on the caller's thread and
/// their objects come in the same order; never more than a few batches are in memory.
/// </summary>
public static class DecodeAhead
{
    // Large enough that handing it over costs little, small enough that little waits for it.
    private const int LargestBatch = 64;

    public static IEnumerable<DecodeAttempt<T>> Of<T>(IEnumerable<ManifestDocument> documents, Func<ManifestDocument, T?> decode) where T : class
    {
        using var source = documents.GetEnumerator();
        var underWay = new Queue<Task<DecodeAttempt<T>[]>>();
        // The first batches are small: the first object is wanted at once.
        var size = 1;
        while (true)
        {
            while (underWay.Count <= Environment.ProcessorCount && Next(source, size) is { Count: > 0 } batch)
            {
                underWay.Enqueue(Start(batch, decode));
                size = Math.Min(size * 2, LargestBatch);
            }
            if (!underWay.TryDequeue(out var first))
                yield break;
            foreach (var attempt in first.GetAwaiter().GetResult())
                yield return attempt;
        }
    }

    private static List<ManifestDocument> Next(IEnumerator<ManifestDocument> source, int size)
    {
        var batch = new List<ManifestDocument>(size);
        while (batch.Count < size && source.MoveNext())
            batch.Add(source.Current);
        return batch;
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
}

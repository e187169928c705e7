namespace PodSecurity.Manifests;

/// <summary>Documents that are decoded together.</summary>
internal readonly record struct DocumentBatch(List<ManifestDocument> Documents, long Bytes);

/// <summary>
/// Takes documents from a source in batches: large enough that handing one over costs little, small enough that little waits for it. What
/// has come is not kept waiting for what has not: a batch ends where the source has to wait.
/// </summary>
internal sealed class DocumentBatches(IAsyncEnumerable<ManifestDocument> documents, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const int MostDocuments = 64;
    private const int MostBytes = 256 * 1024;

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private IAsyncEnumerator<ManifestDocument>? _source;

    /// <summary>The first batches are small: the first object is wanted at once.</summary>
    private int _size = 1;

    /// <summary>The source's answer to whether there is one more document; null when it has not been asked.</summary>
    private Task<bool>? _next;

    private bool _isOver;

    /// <summary>Whether the next batch comes without waiting for the source.</summary>
    public bool IsAtHand => _next is null or { IsCompleted: true };

    /// <summary>The next documents; none at the end of the source.</summary>
    public async ValueTask<DocumentBatch> NextAsync()
    {
        var batch = new DocumentBatch(new List<ManifestDocument>(_size), 0);
        while (!_isOver && batch.Documents.Count < _size && batch.Bytes < MostBytes)
        {
            _source ??= documents.GetAsyncEnumerator(_stop.Token);
            _next ??= _source.MoveNextAsync().AsTask();
            if (!_next.IsCompleted && batch.Documents.Count > 0)
            {
                return batch;
            }
            var hasNext = await _next;
            _next = null;
            if (hasNext)
            {
                batch.Documents.Add(_source.Current);
                batch = batch with { Bytes = batch.Bytes + _source.Current.Json.Length };
            }
            _isOver = !hasNext;
        }
        _size = Math.Min(_size * 2, MostDocuments);
        return batch;
    }

    /// <remarks>A source may not be left while it looks for its next document, which is of no interest any more.</remarks>
    public async ValueTask DisposeAsync()
    {
        if (_next is not null)
        {
            await _stop.CancelAsync();
            await Task.WhenAny(_next);
        }
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
        _stop.Dispose();
    }
}

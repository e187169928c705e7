using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace PodSecurity.Kubernetes.Http;

/// <summary>
/// A whole answer in one rented buffer. Lists come in pages of a few megabytes, so holding one costs little, frees the server's
/// connection whatever the reader does, and lets a page that was cut off be asked for again unseen.
/// </summary>
internal sealed class ApiResponse(HttpStatusCode status, RetryConditionHeaderValue? retryAfter, string? mediaType) : IDisposable
{
    private const int FirstSize = 64 * 1024;
    private byte[] _buffer = [];
    private int _length;

    public HttpStatusCode Status => status;
    public RetryConditionHeaderValue? RetryAfter => retryAfter;
    public string? MediaType => mediaType;
    public bool IsSuccess => (int)status is >= 200 and < 300;

    /// <summary>Valid until this is disposed.</summary>
    public ReadOnlyMemory<byte> Body => _buffer.AsMemory(0, _length);

    /// <param name="limit">The most bytes that are read.</param>
    /// <exception cref="AnswerTooLongException">The body is longer.</exception>
    public async Task ReadBodyAsync(Stream stream, int limit, Action onProgress, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _buffer.Length)
            {
                Grow();
            }
            var read = await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }
            _length += read;
            if (_length > limit)
            {
                throw new AnswerTooLongException(limit);
            }
            onProgress();
        }
    }

    public void Dispose()
    {
        var buffer = _buffer;
        (_buffer, _length) = ([], 0);
        Return(buffer);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        Return(_buffer);
        _buffer = larger;
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <summary>An answer that is longer than any that this module waits for.</summary>
internal sealed class AnswerTooLongException(int limit) : Exception($"the answer is longer than {limit >> 20} MiB");

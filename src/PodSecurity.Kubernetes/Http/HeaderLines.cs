namespace PodSecurity.Kubernetes.Http;

/// <summary>
/// Several lines of one header. HttpClient joins the values of a header with commas, but the API server takes each line for one value,
/// so two groups would become one group with a comma in its name. Here the lines travel through HttpClient as one value, with a control
/// character between them, which becomes a line break on the way to the connection. No other place of a request holds that character:
/// values are
/// checked, URLs are encoded, and JSON escapes it.
/// </summary>
internal static class HeaderLines
{
    private const char Break = '\u001f';

    /// <summary>The value that becomes one line for each of the values.</summary>
    public static string Combine(string name, IEnumerable<string> values) => string.Join($"{Break}{name}: ", values);

    /// <summary>Wraps a connection (HTTP/1.1, before encryption).</summary>
    public static Stream Wrap(Stream connection) => new BreakingStream(connection);

    private sealed class BreakingStream(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanWrite => true;
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(buffer.Span.Contains((byte)Break) ? WithLineBreaks(buffer.Span) : buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(WithLineBreaks(buffer.AsSpan(offset, count)));

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }
            base.Dispose(disposing);
        }

        private static byte[] WithLineBreaks(ReadOnlySpan<byte> bytes)
        {
            var result = new List<byte>(bytes.Length + 8);
            foreach (var value in bytes)
            {
                result.AddRange(value == Break ? "\r\n"u8 : new ReadOnlySpan<byte>(in value));
            }
            return [.. result];
        }
    }
}

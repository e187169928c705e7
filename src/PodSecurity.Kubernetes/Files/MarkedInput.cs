using System.Security.Cryptography;

namespace PodSecurity.Kubernetes.Files;

/// <summary>Reads a stream through and knows at its end whether it ends with its <see cref="EndMark"/>.</summary>
/// <param name="endings">What may follow the mark.</param>
internal sealed class MarkedInput(Stream inner, params string[] endings) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // What is not in the hash yet, because the mark may be in it.
    private byte[] _tail = [];

    /// <summary>
    /// How many objects there are, by the mark; null when what was read to its end does not end with it and one of the endings.
    /// </summary>
    public int? MarkedObjects { get; private set; }

    /// <summary>Whether a mark was read, right or wrong, at the end.</summary>
    public bool HasMark { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var length = inner.Read(buffer);
        Follow(buffer[..length]);
        if (length == 0 && buffer.Length > 0)
        {
            FindMark();
        }
        return length;
    }

    private void FindMark()
    {
        var mark = EndMark.IndexIn(_tail);
        if (mark < 0)
        {
            return;
        }
        HasMark = true;
        _hash.AppendData(_tail, 0, mark);
        MarkedObjects = EndMark.Objects(_tail.AsSpan(mark), _hash.GetHashAndReset(), endings);
        _tail = [];
    }

    private void Follow(ReadOnlySpan<byte> read)
    {
        byte[] open = [.. _tail, .. read];
        var known = Math.Max(0, open.Length - EndMark.MaxLength);
        _hash.AppendData(open, 0, known);
        _tail = open[known..];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }
}

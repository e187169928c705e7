using System.Runtime.InteropServices;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// A window on UTF-8 text from a stream or from memory: what has been read ahead, from a mark that is kept. It grows to the largest
/// object and is reused, so memory does not depend on the size of the input.
/// </summary>
internal sealed class Utf8Input : IDisposable
{
    private const int InitialSize = 256 * 1024;

    /// <summary>Null when the input is in memory already.</summary>
    private readonly Stream? _stream;
    private readonly string _origin;
    private readonly CancellationToken _cancellationToken;
    private byte[] _data;
    private int _mark;
    private int _position;
    private int _end;
    private bool _hasFailed;

    public Utf8Input(Stream stream, string origin, CancellationToken cancellationToken)
    {
        (_stream, _origin, _cancellationToken) = (stream, origin, cancellationToken);
        _data = new byte[InitialSize];
    }

    /// <param name="text">Never changed and not copied: documents are slices of it.</param>
    public Utf8Input(ReadOnlyMemory<byte> text, string origin, CancellationToken cancellationToken)
    {
        (_origin, _cancellationToken) = (origin, cancellationToken);
        var array = MemoryMarshal.TryGetArray(text, out var segment) ? segment : new ArraySegment<byte>(text.ToArray());
        (_data, _mark, _position, _end) = (array.Array ?? [], array.Offset, array.Offset, array.Offset + array.Count);
    }

    public string Origin => _origin;

    /// <summary>Whether somebody wrote this text, so that its lines mean something.</summary>
    public bool HasLines { get; init; } = true;

    /// <summary>Where the mark is.</summary>
    public TextPlace MarkPlace { get; private set; } = TextPlace.Start;

    /// <summary>Where the next byte is.</summary>
    public TextPlace Place => MarkPlace.After(SinceMark);

    /// <summary>The bytes that are at hand after the position; more may follow.</summary>
    public ReadOnlySpan<byte> Ahead => _data.AsSpan(_position, _end - _position);

    /// <summary>The bytes from the mark to the position.</summary>
    public ReadOnlySpan<byte> SinceMark => _data.AsSpan(_mark, _position - _mark);

    /// <summary>Passes bytes that are not part of the text.</summary>
    public void Skip(int count) => _mark = _position += count;

    public void Advance(int count) => _position += count;

    /// <summary>Moves the mark to the position: what lies before is not needed any more.</summary>
    public void Mark()
    {
        MarkPlace = Place;
        _mark = _position;
    }

    /// <summary>The bytes from the mark to the position, for keeps.</summary>
    public ReadOnlyMemory<byte> Take() => _stream is null ? _data.AsMemory(_mark, _position - _mark) : SinceMark.ToArray();

    /// <summary>The next byte, without passing it; -1 at the end.</summary>
    public int Peek() => _position < _end || Fill() ? _data[_position] : -1;

    /// <summary>Makes sure that this many bytes are ahead; false when the input ends before.</summary>
    public bool Has(int count)
    {
        while (_end - _position < count)
        {
            if (!Fill())
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Reads more; false at the end of the input.</summary>
    /// <exception cref="ManifestException">What is kept since the mark is larger than an object may be, or the input fails.</exception>
    public bool Fill()
    {
        ThrowIfCancelled();
        if (_stream is null || _hasFailed)
        {
            return false;
        }
        MakeRoom();
        var count = Read(_stream);
        _end += count;
        return count > 0;
    }

    /// <summary>For long ways through what is in memory already.</summary>
    public void ThrowIfCancelled() => _cancellationToken.ThrowIfCancellationRequested();

    public void Dispose() => _stream?.Dispose();

    /// <summary>What was read before a failure cannot be told from a whole, so it is let go, and the input ends here.</summary>
    private int Read(Stream stream)
    {
        try
        {
            return stream.Read(_data, _end, _data.Length - _end);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            (_hasFailed, _end) = (true, _position);
            throw ManifestErrors.File(_origin, error, isFolder: false);
        }
    }

    private void MakeRoom()
    {
        if (_mark > 0)
        {
            _data.AsSpan(_mark, _end - _mark).CopyTo(_data);
            (_position, _end, _mark) = (_position - _mark, _end - _mark, 0);
        }
        if (_end < _data.Length)
        {
            return;
        }
        if (_data.Length >= ManifestLimits.ObjectBytes)
        {
            throw ManifestErrors.TooLarge(_origin, MarkPlace);
        }
        Array.Resize(ref _data, Math.Min(_data.Length * 2, ManifestLimits.ObjectBytes));
    }
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace PodSecurity.Kubernetes.Files;

/// <summary>
/// Decompresses a file to its end. The runtime takes the end of a file that was cut off for the end of the data; here the length that
/// stands
/// at the end of such a file has to be the length that came out.
/// </summary>
internal sealed class GzipInput(FileStream file) : ReadOnlyStream
{
    private readonly GZipStream _gzip = new(file, CompressionMode.Decompress);
    private uint _length;

    public override int Read(Span<byte> buffer)
    {
        var read = Decompress(buffer);
        _length = unchecked(_length + (uint)read);
        return read > 0 || buffer.Length == 0 || _length == LengthAtTheEnd() ? read
            : throw new IOException("the compressed file was cut off or damaged, or is several in one");
    }

    private int Decompress(Span<byte> buffer)
    {
        try
        {
            return _gzip.Read(buffer);
        }
        catch (InvalidDataException broken)
        {
            throw new IOException(broken.Message, broken);
        }
    }

    private uint LengthAtTheEnd()
    {
        Span<byte> end = stackalloc byte[sizeof(uint)];
        return RandomAccess.Read(file.SafeFileHandle, end, Math.Max(0, file.Length - end.Length)) == end.Length
            ? BinaryPrimitives.ReadUInt32LittleEndian(end)
            : 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }
        base.Dispose(disposing);
    }
}

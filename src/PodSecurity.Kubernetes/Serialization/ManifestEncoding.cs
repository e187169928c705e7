using System.Text;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Byte order marks: files in UTF-16, as Windows PowerShell writes them, are read as UTF-8.</summary>
internal static class ManifestEncoding
{
    /// <summary>The stream in UTF-8, with or without a mark. A stream that cannot seek is taken for UTF-8.</summary>
    public static Stream ToUtf8(Stream stream)
    {
        if (!stream.CanSeek)
        {
            return stream;
        }
        Span<byte> mark = stackalloc byte[2];
        var length = stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        stream.Seek(-length, SeekOrigin.Current);
        Encoding? encoding = mark[..length] switch
        {
            [0xFF, 0xFE] => Encoding.Unicode,
            [0xFE, 0xFF] => Encoding.BigEndianUnicode,
            _ => null,
        };
        return encoding is null ? stream : Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8);
    }

    /// <summary>Passes the UTF-8 mark, if there is one.</summary>
    public static void SkipMark(Utf8Input input)
    {
        if (input.Has(Encoding.UTF8.Preamble.Length) && input.Ahead.StartsWith(Encoding.UTF8.Preamble))
        {
            input.Skip(Encoding.UTF8.Preamble.Length);
        }
    }
}

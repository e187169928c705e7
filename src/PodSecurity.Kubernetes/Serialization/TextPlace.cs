namespace PodSecurity.Kubernetes.Serialization;

/// <summary>A place in a text: line and column, both from 1; the column counts characters.</summary>
internal readonly record struct TextPlace(int Line, int Column)
{
    public static TextPlace Start => new(1, 1);

    /// <summary>The place after these UTF-8 bytes.</summary>
    public TextPlace After(ReadOnlySpan<byte> utf8)
    {
        var lastBreak = utf8.LastIndexOf((byte)'\n');
        return lastBreak < 0
            ? this with { Column = Column + Characters(utf8) }
            : new(Line + utf8.Count((byte)'\n'), 1 + Characters(utf8[(lastBreak + 1)..]));
    }

    private static int Characters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var value in utf8)
        {
            // not a continuation byte of a longer character
            if ((value & 0xC0) != 0x80)
            {
                count++;
            }
        }
        return count;
    }
}

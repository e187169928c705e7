using System.Text;

namespace PodSecurity.Reports.Formats;

/// <summary>Text as all formats write it.</summary>
internal static class TextOutput
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>UTF-8 without a mark, and the same line ends on every system.</summary>
    public static StreamWriter To(Stream output, string newLine = "\n") =>
        new(output, Utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = newLine };
}

using System.Globalization;
using System.Text;

namespace PodSecurity.Text;

/// <summary>
/// Text for terminals. A name or message that somebody else wrote can hold characters that a terminal obeys instead of showing: control
/// characters (C0, DEL, C1), marks that turn the direction of writing, invisible characters, line separators. Here they become visible
/// escapes such as <c>\n</c>, <c>\u001b</c> and <c>\u202e</c>. For what people read only: data stays as it is.
/// </summary>
public static class PrintableText
{
    /// <summary>The text in one line, every character of it visible.</summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        return text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? text : EscapeRunes(text);
    }

    private static string EscapeRunes(string text)
    {
        var shown = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, position, out var rune))
            {
                Append(shown, text[position++]);
                continue;
            }
            var length = rune.Utf16SequenceLength;
            if (IsVisible(rune))
            {
                shown.Append(text, position, length);
            }
            else
            {
                Append(shown, rune.Value);
            }
            position += length;
        }
        return shown.ToString();
    }

    private static void Append(StringBuilder shown, int character) => _ = character switch
    {
        '\n' => shown.Append("\\n"),
        '\r' => shown.Append("\\r"),
        '\t' => shown.Append("\\t"),
        <= 0xFFFF => shown.Append(CultureInfo.InvariantCulture, $"\\u{character:x4}"),
        _ => shown.Append(CultureInfo.InvariantCulture, $"\\U{character:x8}"),
    };

    // Format characters are all those that are there without being seen: marks of direction, zero widths, tags.
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

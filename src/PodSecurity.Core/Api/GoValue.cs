using System.Globalization;
using System.Text;

namespace PodSecurity.Api;

/// <summary>A value as the API server, a Go program, prints it in an error. Strings, numbers and flags convert by themselves.</summary>
public readonly record struct GoValue
{
    private GoValue(string text) => Text = text;

    public string Text { get; }

    public static implicit operator GoValue(string value) => new(Quote(value));

    public static implicit operator GoValue(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    public static implicit operator GoValue(bool value) => new(value ? "true" : "false");

    /// <summary>A value that is already in Go's notation.</summary>
    public static GoValue Raw(string text) => new(text);

    /// <summary>A slice: <c>[]string{"a", "b"}</c>, or <c>[]string(nil)</c> for one that is absent.</summary>
    /// <param name="elementType">The element's Go type, for example <c>core.Capability</c>.</param>
    public static GoValue Slice(string elementType, IEnumerable<GoValue>? items) =>
        new(items is null ? $"[]{elementType}(nil)" : $"[]{elementType}{{{string.Join(", ", items.Select(item => item.Text))}}}");

    /// <summary>A slice of strings or of a type made from string.</summary>
    public static GoValue Slice(string elementType, IEnumerable<string>? items) =>
        Slice(elementType, items?.Select(item => (GoValue)item));

    /// <summary>A string literal, escaped as Go's <c>strconv.Quote</c> does.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            AppendEscaped(text, rune);
        }
        return text.Append('"').ToString();
    }

    private static void AppendEscaped(StringBuilder text, Rune rune) => _ = rune.Value switch
    {
        '"' => text.Append("\\\""),
        '\\' => text.Append("\\\\"),
        '\a' => text.Append("\\a"),
        '\b' => text.Append("\\b"),
        '\f' => text.Append("\\f"),
        '\n' => text.Append("\\n"),
        '\r' => text.Append("\\r"),
        '\t' => text.Append("\\t"),
        '\v' => text.Append("\\v"),
        _ when IsPrintable(rune) => text.Append(rune.ToString()),
        < 0x80 => text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
        <= 0xFFFF => text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };

    /// <summary>Go's notion: letters, marks, numbers, punctuation, symbols, and of all spaces only the ASCII one.</summary>
    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);

    public override string ToString() => Text;
}

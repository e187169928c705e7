using System.Text;

namespace PodSecurity.Text;

/// <summary>Command lines that users are shown, quoted so that they can be pasted into PowerShell as they stand.</summary>
public static class CommandLine
{
    /// <param name="arguments">Parameter names without their dash, "" for a positional argument; those without a value are left
    /// out.</param>
    public static string Of(string command, params IEnumerable<(string Name, IEnumerable<string> Values)> arguments) => string.Concat(
        arguments.Select(argument => (argument.Name, Text: string.Join(",", argument.Values.Select(Quote))))
            .Where(argument => argument.Text.Length > 0)
            .Select(argument => $" {(argument.Name.Length == 0 ? "" : $"-{argument.Name} ")}{argument.Text}")
            .Prepend(command));

    /// <summary>The value as one argument. What PowerShell takes for text without quotes stays without.</summary>
    public static string Quote(string value) =>
        IsBareWord(value) ? value
        : PrintableText.Escape(value) == value ? $"'{string.Concat(value.Select(DoubleQuoteMark))}'"
        : $"\"{string.Concat(value.EnumerateRunes().Select(Escape))}\"";

    private static bool IsBareWord(string value) =>
        value.Length > 0 && (char.IsAsciiLetter(value[0]) || value[0] is '.' or '/')
        && value.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '/' or '-' or '_' or ':');

    // PowerShell ends a text at typographic quotation marks too.
    private static string DoubleQuoteMark(char character) => character is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B'
        ? new string(character, 2)
        : character.ToString();

    // Inside of double quotes a character can be written by its number, so that a line break does not break the line.
    private static string Escape(Rune rune) =>
        rune.IsAscii && Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or '/' or '-' or '_' or ':'
        ? rune.ToString()
        : $"`u{{{rune.Value:x}}}";
}

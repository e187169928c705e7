// Nothing is written to the console here; whether there is one, and how wide, a property of a view can learn nowhere else.
#pragma warning disable RS0030

using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>
/// What the views know of the screen. PowerShell takes colours out of redirected output only where its host says that it shows none, and
/// pwsh on Unix always says that it does; and its tables break words. So the views look themselves.
/// </summary>
internal static class Terminal
{
    public static bool IsColoured => !Console.IsOutputRedirected;

    /// <summary>The text of a table's last column, its words whole; nothing is known of the width of redirected output.</summary>
    /// <param name="used">The characters that the columns before it take, gaps included.</param>
    public static string LastColumn(string text, int used) =>
        PrintableText.Escape(text) is var shown && Console.IsOutputRedirected ? shown : Wrap(shown, Console.WindowWidth - 1 - used);

    /// <summary>Lines of at most this many characters, longer words excepted.</summary>
    internal static string Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= width)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }
        return string.Join('\n', lines);
    }
}

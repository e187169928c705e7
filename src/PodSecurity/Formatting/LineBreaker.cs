namespace PodSecurity.Formatting;

/// <summary>Breaks texts between words; PowerShell's tables and lists break them wherever a line is full.</summary>
internal static class LineBreaker
{
    /// <summary>
    /// Lines of at most this many characters. A word that is longer is broken after the marks that join the parts of a name; a part that is
    /// longer still stays whole.
    /// </summary>
    /// <param name="indent">How far lines after the first are moved in.</param>
    public static string Wrap(string text, int width, int indent = 0)
    {
        if (text.Length <= width)
        {
            return text;
        }
        var margin = new string(' ', indent);
        List<string> lines = [""];
        foreach (var word in text.Split(' '))
        {
            var gap = lines[^1].Length > 0 && !IsEmpty(lines[^1]) ? " " : "";
            foreach (var part in word.Length + indent > width ? Parts(word) : [word])
            {
                if (IsEmpty(lines[^1]) || lines[^1].Length + gap.Length + part.Length <= width)
                {
                    lines[^1] += gap + part;
                }
                else
                {
                    lines.Add(margin + part);
                }
                gap = "";
            }
        }
        return string.Join('\n', lines);
    }

    private static bool IsEmpty(string line) => string.IsNullOrWhiteSpace(line);

    private static IEnumerable<string> Parts(string word)
    {
        var start = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] is '/' or ':' or '-' or '.' or ',' or '_')
            {
                yield return word[start..(i + 1)];
                start = i + 1;
            }
        }
        yield return word[start..];
    }
}

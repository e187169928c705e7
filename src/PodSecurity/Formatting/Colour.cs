namespace PodSecurity.Formatting;

/// <summary>Colours of words that say good or bad at a glance; none where the output is redirected.</summary>
internal static class Colour
{
    public static string Good(string text) => Paint(text, 32);

    public static string Notable(string text) => Paint(text, 33);

    public static string Bad(string text) => Paint(text, 31);

    private static string Paint(string text, int code) => Terminal.IsColoured ? $"\u001b[{code}m{text}\u001b[0m" : text;
}

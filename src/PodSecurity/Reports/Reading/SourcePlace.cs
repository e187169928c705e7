using System.Globalization;

namespace PodSecurity.Reports.Reading;

/// <summary>Where a result is from, as other programs name files: with slashes, relative where it can be.</summary>
internal static class SourcePlace
{
    /// <param name="source">A <see cref="DocumentSource"/>, or the text of one.</param>
    /// <param name="folder">The current location.</param>
    /// <returns>Nothing for what is not from a file.</returns>
    public static (string? File, int? Line) Of(ResultFields source, string folder)
    {
        var (origin, line) = source.Text("Origin") is { } known ? (known, source.Number("Line")) : Parse(source.Self);
        return IsFile(origin) ? (Relative(origin, folder), line) : (null, null);
    }

    // What is from elsewhere says "input", "cluster NAME" or "built in".
    private static bool IsFile(string origin) =>
        origin.Length > 0 && origin is not ("input" or "built in") && !origin.StartsWith("cluster ", StringComparison.Ordinal);

    private static (string Origin, int? Line) Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? (text[..colon], line)
            : (text, null);
    }

    private static string Relative(string file, string folder)
    {
        var path = Path.IsPathRooted(file) ? Path.GetRelativePath(folder, file) : file;
        if (path.StartsWith("..", StringComparison.Ordinal))
        {
            path = file;
        }
        var slashes = Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;
        return slashes.StartsWith("./", StringComparison.Ordinal) ? slashes[2..] : slashes;
    }
}

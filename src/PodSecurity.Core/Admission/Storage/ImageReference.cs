using System.Text.RegularExpressions;

namespace PodSecurity.Admission.Storage;

/// <summary>The name of a container image, as far as API defaulting reads it.</summary>
internal static partial class ImageReference
{
    /// <summary>Whether the image has the tag latest, or neither tag nor digest. A name that cannot be read has no tag at all.</summary>
    public static bool IsLatest(string image) =>
        Pattern().Match(image) is { Success: true } match && (match.Groups["tag"].Success
            ? match.Groups["tag"].Value == "latest"
            : !match.Groups["digest"].Success);

    // [host[:port]/]path[:tag][@digest]; only a host may have upper case letters.
    [GeneratedRegex("""
        ^(?:(?:localhost|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[A-Za-z0-9-]+(?=:\d+/))(?::\d+)?/)?
        [a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*
        (?::(?<tag>\w[\w.-]{0,127}))?
        (?<digest>@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

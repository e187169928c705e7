using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PodSecurity.Kubernetes.Files;

/// <summary>
/// The last thing in a file that we write: how many objects stand before it and the SHA-256 of every byte before it. A file that says
/// it is ours and does not end so was cut off or changed.
/// </summary>
internal static partial class EndMark
{
    public const string ApiVersion = "podsecurity/v1";
    public const string Kind = "EndMark";

    /// <summary>A mark with what may follow it fits in.</summary>
    public const int MaxLength = 512;

    private const string Start = $$"""{"apiVersion":"{{ApiVersion}}","kind":"{{Kind}}",""";

    /// <summary>An object in JSON on one line, so that it can be the last item of a list as well as a comment.</summary>
    public static string Text(int objects, ReadOnlySpan<byte> hash) =>
        $"{Start}\"metadata\":{{\"name\":\"end\"}},\"objects\":{objects},\"sha256\":\"{Convert.ToHexString(hash).ToLowerInvariant()}\"}}";

    /// <summary>Where the last mark begins; -1 when there is none.</summary>
    public static int IndexIn(ReadOnlySpan<byte> text) => text.LastIndexOf(Encoding.UTF8.GetBytes(Start));

    /// <summary>How many objects a file holds, by its mark; null when it does not end with the mark of what stands before.</summary>
    public static int? ObjectsIn(ReadOnlySpan<byte> file, params ReadOnlySpan<string> endings) =>
        IndexIn(file) is var mark and >= 0 ? Objects(file[mark..], SHA256.HashData(file[..mark]), endings) : null;

    /// <inheritdoc cref="ObjectsIn"/>
    /// <param name="fromMark">The end of the file, from the mark on.</param>
    /// <param name="hash">Of all that stands before.</param>
    /// <param name="endings">What follows the mark: one of these.</param>
    public static int? Objects(ReadOnlySpan<byte> fromMark, ReadOnlySpan<byte> hash, params ReadOnlySpan<string> endings)
    {
        var text = Encoding.UTF8.GetString(fromMark);
        if (!int.TryParse(Count().Match(text).Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var objects))
        {
            return null;
        }
        foreach (var ending in endings)
        {
            if (text == Text(objects, hash) + ending)
            {
                return objects;
            }
        }
        return null;
    }

    [GeneratedRegex("\"objects\":(?<count>[0-9]+)")]
    private static partial Regex Count();
}

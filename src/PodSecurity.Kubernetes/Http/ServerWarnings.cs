using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace PodSecurity.Kubernetes.Http;

/// <summary>The warnings of an API server: headers of the form <c>Warning: 299 - "text"</c>, also several in one line.</summary>
internal static partial class ServerWarnings
{
    public static IEnumerable<string> Read(HttpResponseHeaders headers) => headers.NonValidated.TryGetValues("Warning", out var lines)
        ? lines.SelectMany(line => Warning().Matches(line)).Select(match => Escape().Replace(match.Groups["text"].Value, "$1"))
        : [];

    [GeneratedRegex("""\b299 \S+ "(?<text>(?:[^"\\]|\\.)*)(?:"|$)""")]
    private static partial Regex Warning();

    [GeneratedRegex("""\\(.)""")]
    private static partial Regex Escape();
}

using System.Net.Http.Headers;
using System.Text;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Http;

/// <summary>The Impersonate-* headers.</summary>
internal static class ImpersonationHeaders
{
    private const string TokenPunctuation = "!#$&'*+-.^_`|~";

    public static void Add(HttpRequestHeaders headers, Impersonation impersonation)
    {
        if (impersonation.User is not { } user)
        {
            return;
        }
        Add(headers, "Impersonate-User", [user]);
        Add(headers, "Impersonate-Group", impersonation.Groups);
        if (impersonation.Uid is { } uid)
        {
            Add(headers, "Impersonate-Uid", [uid]);
        }
        foreach (var (key, values) in impersonation.Extra)
        {
            Add(headers, $"Impersonate-Extra-{Escape(key)}", values);
        }
    }

    /// <summary>A header that cannot be sent must stop the request: without it, the request would run with the user's own rights.</summary>
    private static void Add(HttpRequestHeaders headers, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }
        if (values.Any(value => value.Any(char.IsControl)) || !headers.TryAddWithoutValidation(name, HeaderLines.Combine(name, values)))
        {
            throw KubeConfigErrors.Configuration($"{name} cannot be set: its value holds control characters, which HTTP does not allow.");
        }
    }

    /// <summary>Bytes that cannot stand in a header's name are percent-encoded; the server decodes them.</summary>
    private static string Escape(string key) => string.Concat(Encoding.UTF8.GetBytes(key).Select(Escape));

    private static string Escape(byte value) => char.IsAsciiLetterOrDigit((char)value) || TokenPunctuation.Contains((char)value)
        ? $"{(char)value}"
        : $"%{value:X2}";
}

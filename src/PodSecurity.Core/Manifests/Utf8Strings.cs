using System.Text;

namespace PodSecurity.Manifests;

/// <summary>
/// Strings for UTF-8 bytes, with the recently seen short ones shared: manifests say "default", "app" or "NET_ADMIN" over and over.
/// </summary>
/// <remarks>A fixed table that later strings overwrite, so it cannot grow. Reference writes are atomic, so it needs no lock.</remarks>
internal static class Utf8Strings
{
    private const int LongestShared = 48;
    private static readonly string?[] Recent = new string?[1024];

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }
        if (utf8.Length > LongestShared)
        {
            return Encoding.UTF8.GetString(utf8);
        }
        ref var slot = ref Recent[Hash(utf8) & (Recent.Length - 1)];
        var known = slot;
        return known is not null && Ascii.Equals(utf8, known) ? known : slot = Encoding.UTF8.GetString(utf8);
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619u;
        }
        return hash ^ (hash >> 15);
    }
}

namespace PodSecurity.Api;

/// <summary>Names of kernel parameters in a policy, which may end in * for all that begin so.</summary>
internal static class SysctlPattern
{
    /// <summary>Whether everything that <paramref name="other"/> names is named by <paramref name="pattern"/>, too.</summary>
    public static bool Covers(string pattern, string other) =>
        pattern.EndsWith('*') ? Prefix(other).StartsWith(Prefix(pattern), StringComparison.Ordinal) : pattern == other;

    private static ReadOnlySpan<char> Prefix(string pattern) => pattern.EndsWith('*') ? pattern.AsSpan(0, pattern.Length - 1) : pattern;
}

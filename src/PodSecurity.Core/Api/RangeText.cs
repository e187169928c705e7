using System.Globalization;

namespace PodSecurity.Api;

/// <summary>Ranges as people write them: one number, or two with a dash between them, both included.</summary>
internal static class RangeText
{
    public static string Of(long min, long max) => min == max ? $"{min}" : $"{min}-{max}";

    /// <exception cref="FormatException">Not such a text, beyond <paramref name="largest"/>, or the ends are the wrong way
    /// round.</exception>
    public static (long Min, long Max) Parse(string text, long largest, string expected)
    {
        var ends = text.Split('-', 2);
        return long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var min)
            && long.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var max)
            && min <= max && max <= largest
            ? (min, max)
            : throw new FormatException($"'{text}' is not {expected} (0 to {largest}, the smaller number first).");
    }
}

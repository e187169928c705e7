using System.Globalization;

namespace PodSecurity.Releases;

/// <summary>The number of a release 1.Minor.Patch.</summary>
public readonly record struct ReleaseNumber(int Minor, int Patch) : IComparable<ReleaseNumber>
{
    /// <summary>What stands for the last patch of a minor release.</summary>
    public const int LastPatch = int.MaxValue;

    public static bool operator <(ReleaseNumber left, ReleaseNumber right) => left.CompareTo(right) < 0;

    public static bool operator <=(ReleaseNumber left, ReleaseNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >(ReleaseNumber left, ReleaseNumber right) => left.CompareTo(right) > 0;

    public static bool operator >=(ReleaseNumber left, ReleaseNumber right) => left.CompareTo(right) >= 0;

    public int CompareTo(ReleaseNumber other) => (Minor, Patch).CompareTo((other.Minor, other.Patch));

    /// <summary>
    /// Reads <c>1.20</c>, <c>v1.20.7</c> and what servers say of themselves, <c>v1.20.15-eks-14c7a48</c>; without a patch the last one is
    /// meant.
    /// </summary>
    public static bool TryParse(string? text, out ReleaseNumber number)
    {
        number = default;
        var parts = (text ?? "").Trim().TrimStart('v', 'V').Split('.', 3);
        if (parts is not ["1", var second, .. var rest] || !TryReadDigits(second.TrimEnd('+'), out var minor))
        {
            return false;
        }
        var patch = LastPatch;
        if (rest is [var third] && !TryReadDigits(third.Split('-', '+')[0], out patch))
        {
            return false;
        }
        number = new(minor, patch);
        return true;
    }

    private static bool TryReadDigits(string digits, out int value) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"1.{Minor}{(Patch is 0 or LastPatch ? "" : $".{Patch}")}");
}

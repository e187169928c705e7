using System.Globalization;

namespace PodSecurity;

/// <summary>A version of the Pod Security Standards: <c>v1.24</c>, or <c>latest</c>, which is newer than any number.</summary>
public readonly record struct PodSecurityVersion
{
    private const string Prefix = "v1.";
    private readonly long _minor;

    /// <param name="minor">The minor version, for example 24 for v1.24.</param>
    public PodSecurityVersion(long minor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minor);
        _minor = minor;
    }

    private PodSecurityVersion(bool latest) => IsLatest = latest;

    public static PodSecurityVersion Latest { get; } = new(latest: true);

    public bool IsLatest { get; }

    /// <summary>The minor version; a number beyond all others for latest.</summary>
    public long Minor => IsLatest ? long.MaxValue : _minor;

    /// <summary>Reads a version as the API server does: <c>latest</c> or <c>v1.N</c>, N without leading zeros.</summary>
    public static bool TryParse(string? text, out PodSecurityVersion version)
    {
        version = Latest;
        if (text == "latest")
        {
            return true;
        }
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }
        var digits = text.AsSpan(Prefix.Length);
        if (digits is [] or ['0', _, ..] || digits.ContainsAnyExceptInRange('0', '9')
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            return false;
        }
        version = new(minor);
        return true;
    }

    public override string ToString() => IsLatest ? "latest" : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{_minor}");
}

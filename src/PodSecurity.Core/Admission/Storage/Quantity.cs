using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace PodSecurity.Admission.Storage;

/// <summary>
/// Amounts of resources in the one spelling that the server stores: <c>0.5</c> is <c>500m</c>, <c>1024Mi</c> is <c>1Gi</c>.
/// </summary>
internal static partial class Quantity
{
    private const string Decimal = "numkMGTPE";
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>The canonical spelling, rounded up to thousandths as API defaulting does; what is no quantity stays as it is.</summary>
    public static string Canonical(string text)
    {
        if (Pattern().Match(text.Trim()) is not { Success: true } match)
        {
            return text;
        }
        var (digits, fraction, suffix) = (match.Groups["int"].Value, match.Groups["frac"].Value.TrimEnd('0'), match.Groups["suffix"].Value);
        if (digits.Length + fraction.Length == 0)
        {
            return text;
        }
        var binary = Math.Max(0, Array.IndexOf(Binary, suffix));
        var isExponent = suffix.Length > 1 && suffix[0] is 'e' or 'E' && binary == 0;
        var power = isExponent ? int.Parse(suffix[1..], CultureInfo.InvariantCulture) : binary > 0 ? 0 : DecimalPower(suffix);
        var amount = BigInteger.Parse("0" + digits + fraction, CultureInfo.InvariantCulture) * BigInteger.Pow(1024, binary);
        var thousandths = CeilingShift(amount, power - fraction.Length + 3);
        if (match.Groups["sign"].Value == "-")
        {
            thousandths = -thousandths;
        }
        return binary > 0 && thousandths % 1000 == 0 && BigInteger.Abs(thousandths) >= 1024_000
            ? FormatBinary(thousandths / 1000)
            : FormatDecimal(thousandths, isExponent);
    }

    // n, u, m are below one; k and what follows above.
    private static int DecimalPower(string suffix)
    {
        var unit = suffix.Length == 0 ? -1 : Decimal.IndexOf(suffix[0], StringComparison.Ordinal);
        return unit < 0 ? 0 : unit < 3 ? (unit - 3) * 3 : (unit - 2) * 3;
    }

    private static BigInteger CeilingShift(BigInteger value, int power)
    {
        if (power >= 0)
        {
            return value * BigInteger.Pow(10, power);
        }
        var divisor = BigInteger.Pow(10, -power);
        return (value + divisor - 1) / divisor;
    }

    private static string FormatBinary(BigInteger value)
    {
        var unit = 0;
        for (; unit < Binary.Length - 1 && value % 1024 == 0; unit++)
        {
            value /= 1024;
        }
        return value + Binary[unit];
    }

    private static string FormatDecimal(BigInteger thousandths, bool exponent)
    {
        if (thousandths.IsZero)
        {
            return "0";
        }
        var power = -3;
        for (; thousandths % 1000 == 0 && power < 18; power += 3)
        {
            thousandths /= 1000;
        }
        var unit = power switch
        {
            0 => "",
            _ when exponent => $"e{power}",
            -3 => "m",
            _ => $"{Decimal[(power / 3) + 2]}",
        };
        return thousandths + unit;
    }

    [GeneratedRegex(@"^(?<sign>[+-]?)(?<int>\d*)(?:\.(?<frac>\d*))?(?<suffix>|[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d{1,2})$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

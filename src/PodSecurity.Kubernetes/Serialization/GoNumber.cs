using System.Globalization;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>Floating-point numbers as Go's JSON writes them, so that 1e3 becomes the integer that the API server accepts.</summary>
internal static class GoNumber
{
    public static string Format(double value)
    {
        if (value == 0)
        {
            return "0";
        }
        var (digits, exponent) = Shortest(Math.Abs(value));
        var sign = value < 0 ? "-" : "";
        return exponent is < -6 or >= 21 ? sign + Scientific(digits, exponent) : sign + Fixed(digits, exponent);
    }

    /// <summary>The shortest digits that read back as the value, and the exponent of ten of the first one.</summary>
    private static (string Digits, int Exponent) Shortest(double value)
    {
        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 16; precision++)
        {
            var shorter = value.ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture) != value)
            {
                continue;
            }
            text = shorter;
            break;
        }
        var parts = text.Split('E');
        return (parts[0].Replace(".", "", StringComparison.Ordinal), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }

    private static string Fixed(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return $"0.{new string('0', -exponent - 1)}{digits}";
        }
        if (digits.Length <= exponent + 1)
        {
            return digits.PadRight(exponent + 1, '0');
        }
        return $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}

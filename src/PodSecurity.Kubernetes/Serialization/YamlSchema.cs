using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PodSecurity.Kubernetes.Serialization;

/// <summary>
/// What a scalar means, as Kubernetes reads YAML: the types of YAML 1.1, so <c>yes</c>, <c>n</c> and <c>off</c> are booleans, <c>0644</c>
/// is octal, and dates are text. Numbers come out as Kubernetes writes them in JSON.
/// </summary>
internal static partial class YamlSchema
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <summary>The meaning of a plain scalar.</summary>
    public static YamlValue Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlValue.Null,
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => YamlValue.True,
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => YamlValue.False,
        _ when text[0] is '+' or '-' or '.' or (>= '0' and <= '9') => Number(text),
        _ => YamlValue.String(text),
    };

    /// <summary>The meaning of a scalar with a tag; null when the text is none of what the tag says.</summary>
    public static YamlValue? Resolve(string tag, string text)
    {
        if (!tag.StartsWith(TagPrefix, StringComparison.Ordinal))
        {
            return YamlValue.String(text);
        }
        var value = Resolve(text);
        return tag[TagPrefix.Length..] switch
        {
            "null" => YamlValue.Null,
            "bool" => value.Kind is YamlValueKind.True or YamlValueKind.False ? value : null,
            "int" => value.Kind is YamlValueKind.Number && !value.Text.AsSpan().ContainsAny(".e") ? value : null,
            "float" => value.Kind is YamlValueKind.Number ? value : null,
            "binary" => Binary(text),
            _ => YamlValue.String(text),
        };
    }

    private static YamlValue Number(string text)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        if (Integer(plain) is { } integer)
        {
            return YamlValue.Number(integer);
        }
        if (!Float().IsMatch(text[0] == '.' ? text : plain))
        {
            return YamlValue.String(text);
        }
        var value = double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? YamlValue.Number(GoNumber.Format(value)) : YamlValue.String(text);
    }

    /// <summary>An integer in base 10, or 16, 8 or 2 by its prefix, in decimal; null when it is none, or beyond 64 bits.</summary>
    private static string? Integer(string text)
    {
        var isNegative = text[0] == '-';
        var digits = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        var (radix, prefix) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        if (!TryParse(digits[prefix..], (uint)radix, out var magnitude))
        {
            return null;
        }
        if (!isNegative || magnitude == 0)
        {
            return magnitude.ToString(CultureInfo.InvariantCulture);
        }
        return magnitude <= 1UL << 63 ? $"-{magnitude.ToString(CultureInfo.InvariantCulture)}" : null;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, uint radix, out ulong value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
            var worth = (uint)Convert.ToInt32(digit.ToString(), 16);
            var next = (UInt128)value * radix + worth;
            if (worth >= radix || next > ulong.MaxValue)
            {
                return false;
            }
            value = (ulong)next;
        }
        return digits.Length > 0;
    }

    private static YamlValue? Binary(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? YamlValue.String(
            Encoding.UTF8.GetString(bytes, 0, length)) : null;
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Float();
}

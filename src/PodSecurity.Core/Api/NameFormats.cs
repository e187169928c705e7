using System.Text;
using System.Text.RegularExpressions;

namespace PodSecurity.Api;

/// <summary>
/// The formats of names, label values and kernel parameters. Each method gives the server's complaints, none if all is well.
/// </summary>
internal static partial class NameFormats
{
    private const string LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainPattern = LabelPattern + @"(\." + LabelPattern + ")*";
    private const string QualifiedNamePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string LabelValuePattern = "(" + QualifiedNamePattern + ")?";

    public static IEnumerable<string> Subdomain(string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > 253)
        {
            yield return TooLong(253);
        }
        if (!SubdomainRegex().IsMatch(value))
        {
            yield return "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
                + "and end "
                + $"with an alphanumeric character (e.g. 'example.com', regex used for validation is '{SubdomainPattern}')";
        }
    }

    /// <summary>A label's or annotation's key, or a finalizer: a name with an optional subdomain and slash before it.</summary>
    public static IEnumerable<string> QualifiedName(string value)
    {
        var parts = value.Split('/');
        return parts.Length switch
        {
            1 => NamePart(parts[0]),
            2 => PrefixPart(parts[0]).Concat(NamePart(parts[1])),
            _ => [$"a qualified name {QualifiedNameRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"],
        };
    }

    public static IEnumerable<string> LabelValue(string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > 63)
        {
            yield return TooLong(63);
        }
        if (!LabelValueRegex().IsMatch(value))
        {
            yield return "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
                + "end "
                + $"with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
                + $"'{LabelValuePattern}')";
        }
    }

    private static string QualifiedNameRule =>
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + $"(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QualifiedNamePattern}')";

    private static IEnumerable<string> PrefixPart(string prefix) =>
        prefix.Length == 0 ? ["prefix part must be non-empty"] : Subdomain(prefix).Select(complaint => $"prefix part {complaint}");

    private static IEnumerable<string> NamePart(string name)
    {
        if (name.Length == 0)
        {
            yield return "name part must be non-empty";
        }
        else if (Encoding.UTF8.GetByteCount(name) > 63)
        {
            yield return $"name part {TooLong(63)}";
        }
        if (!QualifiedNameRegex().IsMatch(name))
        {
            yield return $"name part {QualifiedNameRule}";
        }
    }

    private static string TooLong(int length) => $"must be no more than {length} characters";

    [GeneratedRegex(@"\A" + SubdomainPattern + @"\z")]
    private static partial Regex SubdomainRegex();

    [GeneratedRegex(@"\A" + QualifiedNamePattern + @"\z")]
    private static partial Regex QualifiedNameRegex();

    [GeneratedRegex(@"\A" + LabelValuePattern + @"\z")]
    private static partial Regex LabelValueRegex();
}

using System.Text;
using System.Text.RegularExpressions;
using PodSecurity.Api;

namespace PodSecurity.Validation.Rules;

/// <summary>The two lists of kernel parameters: format of the patterns, and no parameter in both.</summary>
internal static partial class SysctlRules
{
    private const int MaxBytes = 253;
    private const string SegmentPattern = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private const string Pattern = "(" + SegmentPattern + @"\.)*([a-z0-9][-_a-z0-9]*)?[a-z0-9*]";
    private const string AllowedField = "spec.allowedUnsafeSysctls";
    private const string ForbiddenField = "spec.forbiddenSysctls";

    public static IEnumerable<FieldError> Check(PodSecurityPolicySpec spec)
    {
        var allowed = spec.AllowedUnsafeSysctls ?? [];
        var forbidden = spec.ForbiddenSysctls ?? [];
        return [.. Patterns(allowed, AllowedField), .. Patterns(forbidden, ForbiddenField), .. Overlaps(allowed, forbidden)];
    }

    private static IEnumerable<FieldError> Patterns(IList<string> sysctls, string field)
    {
        for (var i = 0; i < sysctls.Count; i++)
        {
            if (sysctls[i].Length == 0)
            {
                yield return FieldError.Invalid($"{field}[{i}]", "", "empty sysctl not allowed");
            }
            else if (!IsPattern(sysctls[i]))
            {
                yield return FieldError.Invalid(
                    $"{field}[{i}]", sysctls[i], $"must have at most {MaxBytes} characters and match regex {Pattern}");
            }
        }
        if (sysctls.Count > 1 && sysctls.Contains("*"))
        {
            yield return FieldError.Forbidden($"{field}.items", "if '*' is present, must not specify other sysctls");
        }
    }

    private static IEnumerable<FieldError> Overlaps(IList<string> allowed, IList<string> forbidden)
    {
        for (var i = 0; i < allowed.Count; i++)
        {
            for (var j = 0; j < forbidden.Count; j++)
            {
                // The narrower one is at fault; of two equal ones, the allowed one.
                if (SysctlPattern.Covers(forbidden[j], allowed[i]))
                {
                    yield return FieldError.Invalid($"{AllowedField}[{i}]", allowed[i], $"sysctl overlaps with {forbidden[j]}");
                }
                else if (SysctlPattern.Covers(allowed[i], forbidden[j]))
                {
                    yield return FieldError.Invalid($"{ForbiddenField}[{j}]", forbidden[j], $"sysctl overlaps with {allowed[i]}");
                }
            }
        }
    }

    private static bool IsPattern(string sysctl) => Encoding.UTF8.GetByteCount(sysctl) <= MaxBytes && PatternRegex().IsMatch(sysctl);

    [GeneratedRegex(@"\A" + Pattern + @"\z")]
    private static partial Regex PatternRegex();
}

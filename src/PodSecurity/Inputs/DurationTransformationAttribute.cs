using System.Globalization;
using System.Management.Automation;

namespace PodSecurity.Inputs;

/// <summary>
/// Takes a duration as kubectl users write it (<c>30s</c>, <c>2m</c>, <c>500ms</c>) and a plain number as seconds, which PowerShell would
/// otherwise take as ticks.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            byte or short or int or long or float or double or decimal => TimeSpan.FromSeconds(
                Convert.ToDouble(inputData is PSObject number ? number.BaseObject : inputData, CultureInfo.InvariantCulture)),
            string text when Parse(text) is { } duration => duration,
            var other => other,
        };

    private static TimeSpan? Parse(string text) => text.TrimEnd('s', 'm', 'h') is var digits
        && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        ? text[digits.Length..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" or "" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => null,
        }
        : null;
}

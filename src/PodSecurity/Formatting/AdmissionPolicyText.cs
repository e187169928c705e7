using System.Globalization;
using PodSecurity.Text;

namespace PodSecurity.Formatting;

/// <summary>Admission policies as YAML for kubectl, with what one has to know of them as comments.</summary>
internal static class AdmissionPolicyText
{
    /// <summary>A text for each object, the comments before the first.</summary>
    public static IEnumerable<string> Of(AdmissionPolicyConversion conversion)
    {
        var introduction = string.Concat(Introduction(conversion).Select(line => $"# {PrintableText.Escape(line)}\n"));
        return YamlStream.Of(conversion.Documents.Select(document => document.ToJson())).Select(
            (text, index) => index == 0 ? introduction + text : text);
    }

    private static IEnumerable<string> Introduction(AdmissionPolicyConversion conversion) =>
    [
        $"The PodSecurityPolicies {string.Join(", ", conversion.Policies)}, for {conversion.Requires}.",
        $"A pod that none of them admits: {conversion.Action}.",
        conversion.Grants,
        .. Cost(conversion),
        "What differs from PodSecurityPolicies:",
        .. conversion.Losses.Select(loss => $"- {loss} {loss.Advice}"),
    ];

    private static IEnumerable<string> Cost(AdmissionPolicyConversion conversion) => conversion.AuthorizerChecks == 0 ? [] :
    [
        string.Create(
            CultureInfo.InvariantCulture,
            $"Cost at the worst: {conversion.AuthorizerChecks} questions to the authorizer, {conversion.EstimatedCost:N0} of "
            + $"{conversion.CostLimit:N0} units."),
    ];
}

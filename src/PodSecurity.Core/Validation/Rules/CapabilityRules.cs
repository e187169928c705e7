using PodSecurity.Api;

namespace PodSecurity.Validation.Rules;

/// <summary>Capabilities that are allowed or added must not be dropped as well. The server names these fields without "spec.".</summary>
internal static class CapabilityRules
{
    public static IEnumerable<FieldError> Check(PodSecurityPolicySpec spec) =>
    [
        .. DropsDespiteWildcard(spec),
        .. AlsoDropped(spec.RequiredDropCapabilities, spec.DefaultAddCapabilities, "defaultAddCapabilities"),
        .. AlsoDropped(spec.RequiredDropCapabilities, spec.AllowedCapabilities, "allowedCapabilities"),
    ];

    private static IEnumerable<FieldError> DropsDespiteWildcard(PodSecurityPolicySpec spec)
    {
        if (spec.RequiredDropCapabilities is { Count: > 0 } drops && spec.AllowedCapabilities?.Contains("*") is true)
        {
            yield return FieldError.Invalid("requiredDropCapabilities", GoValue.Slice("core.Capability", drops),
                "must be empty when all capabilities are allowed by a wildcard");
        }
    }

    private static IEnumerable<FieldError> AlsoDropped(IList<string>? drops, IList<string>? capabilities, string field) =>
        (capabilities ?? []).Where(capability => drops?.Contains(capability) is true)
            .Select(capability => FieldError.Invalid(field, capability, $"capability is listed in {field} and requiredDropCapabilities"));
}

using System.Text;
using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Validation.Rules;

/// <summary>Flex volume and CSI drivers. The server repeats the list's name in these field paths.</summary>
internal static class DriverRules
{
    private const int MaxCsiNameBytes = 63;

    public static IEnumerable<FieldError> Check(PodSecurityPolicySpec spec, KubernetesRelease release) =>
    [
        .. (spec.AllowedFlexVolumes ?? []).SelectMany((volume, index) =>
            FlexDriver(volume.Driver, $"spec.allowedFlexVolumes.allowedFlexVolumes[{index}].driver")),
        .. (release.Has(ReleaseFeatures.InlineCsiVolumes) ? spec.AllowedCSIDrivers : []).SelectMany((driver, index) =>
            CsiDriver(driver.Name ?? "", $"spec.allowedCSIDrivers.allowedCSIDriver[{index}].name")),
    ];

    private static IEnumerable<FieldError> FlexDriver(string? driver, string field) =>
        string.IsNullOrEmpty(driver) ? [FieldError.Required(field, "must specify a driver")] : [];

    private static IEnumerable<FieldError> CsiDriver(string name, string field)
    {
        if (name.Length == 0)
        {
            yield return FieldError.Required(field, "");
        }
        if (Encoding.UTF8.GetByteCount(name) > MaxCsiNameBytes)
        {
            yield return FieldError.TooLong(field, MaxCsiNameBytes);
        }
        foreach (var complaint in NameFormats.Subdomain(name.ToLowerInvariant()))
        {
            yield return FieldError.Invalid(field, name, complaint);
        }
    }
}

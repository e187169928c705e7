using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Drivers of inline CSI volumes; they count whatever spec.volumes of the policy says.
/// <para>Restricted: spec.volumes[*].csi.driver.</para>
/// <para>Allowed: the names in spec.allowedCSIDrivers; without a list any driver.</para>
/// <para>Source: ValidatePod in pkg/security/podsecuritypolicy/provider.go.</para>
/// </summary>
internal sealed class CsiDriversCheck(IEnumerable<AllowedCsiDriver> allowed)
{
    private readonly string[] _drivers = [.. allowed.Select(driver => driver.Name ?? "")];

    public void Validate(Volume volume, int index, PolicyRun run)
    {
        var driver = volume.CsiDriver ?? "";
        if (_drivers.Length > 0 && Array.IndexOf(_drivers, driver) < 0)
        {
            run.Refuse(run.Collecting ? NotAllowed($"spec.volumes[{index}].csi.driver", driver) : null);
        }
    }

    private Refusal NotAllowed(string field, string driver) => new(
        FieldError.Invalid(field, driver, "Inline CSI driver is not allowed to be used"),
        new(
            at => $"use one of the CSI drivers {string.Join(", ", _drivers)} in {at}{field}",
            $"add name: {GoValue.Quote(driver)} to spec.allowedCSIDrivers"));
}

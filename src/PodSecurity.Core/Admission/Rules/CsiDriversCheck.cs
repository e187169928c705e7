using PodSecurity.Admission.Storage;
using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>allowedCSIDrivers: the drivers of inline CSI volumes, whatever volumes says; no list allows any driver.</summary>
internal sealed class CsiDriversCheck(IEnumerable<AllowedCsiDriver>? allowed)
{
    private readonly string[] _drivers = [.. (allowed ?? []).Select(driver => driver.Name ?? "")];

    public void Validate(Volume volume, int index, PolicyRun run)
    {
        var driver = volume.CsiDriver ?? "";
        if (_drivers.Length > 0 && Array.IndexOf(_drivers, driver) < 0 && run.Refuse())
            run.Report(FieldError.Invalid($"spec.volumes[{index}].csi.driver", driver, "Inline CSI driver is not allowed to be used"));
    }

    public Fix Fix(FieldError error) => new(
        $"use one of the CSI drivers {string.Join(", ", _drivers)} in {error.Field}",
        $"add name: {error.Value} to spec.allowedCSIDrivers");
}

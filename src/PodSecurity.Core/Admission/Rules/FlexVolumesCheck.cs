using PodSecurity.Admission.Storage;
using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>allowedFlexVolumes: the drivers of flex volumes, whatever volumes says; no list allows any driver.</summary>
internal sealed class FlexVolumesCheck(IEnumerable<AllowedFlexVolume>? allowed)
{
    private readonly string[] _drivers = [.. (allowed ?? []).Select(volume => volume.Driver ?? "")];

    public void Validate(Volume volume, int index, PolicyRun run)
    {
        var driver = volume.FlexVolumeDriver ?? "";
        if (_drivers.Length > 0 && Array.IndexOf(_drivers, driver) < 0 && run.Refuse())
            run.Report(FieldError.Invalid($"spec.volumes[{index}].driver", driver, "Flexvolume driver is not allowed to be used"));
    }

    public Fix Fix(FieldError error) => new(
        $"use one of the flex volume drivers {string.Join(", ", _drivers)} in {error.Field.Replace(".driver", ".flexVolume.driver", StringComparison.Ordinal)}",
        $"add driver: {error.Value} to spec.allowedFlexVolumes");
}

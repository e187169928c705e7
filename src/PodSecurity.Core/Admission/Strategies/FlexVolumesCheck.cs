using PodSecurity.Api;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Drivers of flex volumes; they count whatever spec.volumes of the policy says.
/// <para>Restricted: spec.volumes[*].flexVolume.driver; the server leaves flexVolume out where it names the field.</para>
/// <para>Allowed: the drivers in spec.allowedFlexVolumes; without a list any driver.</para>
/// <para>Source: ValidatePod in pkg/security/podsecuritypolicy/provider.go.</para>
/// </summary>
internal sealed class FlexVolumesCheck(IEnumerable<AllowedFlexVolume> allowed)
{
    private readonly string[] _drivers = [.. allowed.Select(volume => volume.Driver ?? "")];

    public void Validate(Volume volume, int index, PolicyRun run)
    {
        var driver = volume.FlexVolumeDriver ?? "";
        if (_drivers.Length > 0 && Array.IndexOf(_drivers, driver) < 0)
        {
            run.Refuse(run.Collecting ? NotAllowed($"spec.volumes[{index}]", driver) : null);
        }
    }

    private Refusal NotAllowed(string volume, string driver) => new(
        FieldError.Invalid($"{volume}.driver", driver, "Flexvolume driver is not allowed to be used"),
        new(
            at => $"use one of the flex volume drivers {string.Join(", ", _drivers)} in {at}{volume}.flexVolume.driver",
            $"add driver: {GoValue.Quote(driver)} to spec.allowedFlexVolumes"));
}

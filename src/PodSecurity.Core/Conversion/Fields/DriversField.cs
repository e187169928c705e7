using PodSecurity.Api;

namespace PodSecurity.Conversion.Fields;

/// <summary>
/// spec.allowedFlexVolumes and spec.allowedCSIDrivers: drivers by name, any without a list. They count whatever spec.volumes says.
/// </summary>
internal sealed class DriversField : IPolicyField
{
    public IEnumerable<Demand> Demands(PodSecurityPolicy policy) =>
    [
        .. Demands(
            VolumeTypes.FlexVolume, "driver: Flexvolume driver is not allowed to be used",
            policy.Spec.AllowedFlexVolumes.Select(volume => volume.Driver ?? "")),
        .. Demands(
            VolumeTypes.Csi, "csi.driver: Inline CSI driver is not allowed to be used",
            policy.Spec.AllowedCSIDrivers.Select(driver => driver.Name ?? "")),
    ];

    private static IEnumerable<Demand> Demands(string type, string refusal, IEnumerable<string> drivers)
    {
        string[] names = [.. drivers.Distinct()];
        return names.Length == 0 ? [] :
        [
            new($"spec.volumes[*].{refusal}", PodTerms.Volumes.All(
                "v", volume => volume.LacksOr(type, volume.Object(type).String("driver").IsIn(names)))),
        ];
    }
}

using PodSecurity.Api;

namespace PodSecurity.Migration.Fields;

/// <summary>Volumes: their types, and of three types what they lead to.</summary>
internal static class VolumeFields
{
    public static IEnumerable<FieldComparison> Of(PodSecurityPolicySpec spec, LevelProbe level)
    {
        var allowed = spec.Volumes.Contains(VolumeTypes.Any) ? VolumeTypes.All : spec.Volumes.Where(VolumeTypes.All.Contains).ToList();
        var both = allowed.Where(level.AllowsVolume).ToList();
        var beyond = allowed.Except(both).ToList();
        var open = VolumeTypes.All.Where(level.AllowsVolume).Except(allowed).ToList();
        return
        [
            new("spec.volumes", FieldComparison.Text(spec.Volumes))
            {
                Forbids = beyond.Count == 0 ? null : $"the volume types {FieldComparison.Text(beyond)}",
                Exceeds = beyond.Count > 0,
                LeavesOpen = open.Count == 0 ? null : $"the volume types {FieldComparison.Text(open)}",
            },
            Detail("spec.allowedHostPaths", VolumeTypes.HostPath, spec.AllowedHostPaths, "host paths", both),
            Detail("spec.allowedFlexVolumes", VolumeTypes.FlexVolume, spec.AllowedFlexVolumes, "drivers of flex volumes", both),
            Detail("spec.allowedCSIDrivers", VolumeTypes.Csi, spec.AllowedCSIDrivers, "CSI drivers of inline volumes", both),
        ];
    }

    /// <summary>A list that is empty allows all, and one about volumes that the level forbids leaves nothing open.</summary>
    private static FieldComparison Detail<T>(string field, string type, IReadOnlyCollection<T> list, string what, List<string> types) =>
        new(field, FieldComparison.Text(list))
        {
            LeavesOpen = list.Count > 0 && types.Contains(type) ? $"{what} other than {FieldComparison.Text(list)}" : null,
        };
}

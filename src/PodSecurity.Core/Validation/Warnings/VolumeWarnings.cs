using PodSecurity.Api;

namespace PodSecurity.Validation.Warnings;

/// <summary>Volume types, and details of types that are not allowed.</summary>
internal static class VolumeWarnings
{
    public static IEnumerable<Remark> NoVolumes(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.Volumes is null or { Count: 0 }, "spec.volumes",
        "No volume is allowed, not even the service account's token that the server mounts: nearly every pod is refused. List the types "
        + "that are needed.");

    public static IEnumerable<Remark> TokenVolumeRefused(PodSecurityPolicy policy) => Remark.When(
        policy.Spec.Volumes is { Count: > 0 } && !Allows(policy, VolumeTypes.Secret), "spec.volumes",
        Allows(policy, VolumeTypes.Projected)
            ? "Without secret, pods are refused on clusters up to Kubernetes 1.20, which mount the service account's token as a secret."
            : "Without secret or projected, the service account's token that the server mounts is refused, and with it nearly every pod.");

    public static IEnumerable<Remark> DetailsWithoutType(PodSecurityPolicy policy) =>
    [
        .. DetailsWithoutType(policy, "allowedHostPaths", policy.Spec.AllowedHostPaths?.Count, VolumeTypes.HostPath),
        .. DetailsWithoutType(policy, "allowedFlexVolumes", policy.Spec.AllowedFlexVolumes?.Count, VolumeTypes.FlexVolume),
        .. DetailsWithoutType(policy, "allowedCSIDrivers", policy.Spec.AllowedCSIDrivers?.Count, VolumeTypes.Csi),
    ];

    public static bool Allows(PodSecurityPolicy policy, string type) =>
        policy.Spec.Volumes is { } volumes && (volumes.Contains(type) || volumes.Contains(VolumeTypes.Any));

    private static IEnumerable<Remark> DetailsWithoutType(PodSecurityPolicy policy, string field, int? count, string type) => Remark.When(
        count > 0 && !Allows(policy, type), $"spec.{field}", $"The list has no effect, because volumes of type {type} are not allowed.");
}

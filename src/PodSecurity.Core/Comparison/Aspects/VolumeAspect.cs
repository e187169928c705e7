using System.Text.Json.Nodes;
using PodSecurity.Api;

namespace PodSecurity.Comparison.Aspects;

/// <summary>Types of volumes, host paths and drivers.</summary>
internal static class VolumeAspect
{
    public static IEnumerable<PodVariation> Volumes(PodSecurityPolicy allowing, PodSecurityPolicy refusing) =>
    [
        .. VolumeTypes.All.Where(type => Allows(allowing, type) && !Allows(refusing, type)).SelectMany(type => OfType(type, allowing.Spec)),
        .. Allows(refusing, VolumeTypes.Projected) || Allows(refusing, VolumeTypes.Secret) ? [] : TokenProjection,
        .. Allows(refusing, VolumeTypes.HostPath) ? HostPaths("spec.allowedHostPaths", allowing.Spec) : [],
        .. Allows(refusing, VolumeTypes.FlexVolume) ? FlexVolumes("spec.allowedFlexVolumes", allowing.Spec, refusing.Spec) : [],
        .. Allows(refusing, VolumeTypes.Csi) ? CsiVolumes("spec.allowedCSIDrivers", allowing.Spec, refusing.Spec) : [],
    ];

    private static IEnumerable<PodVariation> TokenProjection =>
    [
        new("spec.volumes", "projected (a service account's token)", pod => pod.AddVolume(
            VolumeTypes.Projected, JsonNode.Parse("""{"sources":[{"serviceAccountToken":{"path":"token"}}]}""")!)),
    ];

    private static bool Allows(PodSecurityPolicy policy, string type) =>
        policy.Spec.Volumes.Contains(VolumeTypes.Any) || policy.Spec.Volumes.Contains(type);

    private static IEnumerable<PodVariation> OfType(string type, PodSecurityPolicySpec allowing)
    {
        var variations = type switch
        {
            VolumeTypes.HostPath => HostPaths("spec.volumes", allowing),
            VolumeTypes.FlexVolume => FlexVolumes("spec.volumes", allowing, new()),
            VolumeTypes.Csi => CsiVolumes("spec.volumes", allowing, new()),
            _ => [new("spec.volumes", type, pod => pod.AddVolume(VolumeTypes.FieldOf(type), VolumeExamples.SourceOf(type)))],
        };
        return variations.Select(variation => variation with { Value = type });
    }

    /// <summary>
    /// Whoever may mount a path may mount what is below it, so that the prefixes stand for all paths; where any path may be mounted, the
    /// root does, and a path that does not begin at it.
    /// </summary>
    private static IEnumerable<PodVariation> HostPaths(string field, PodSecurityPolicySpec allowing)
    {
        foreach (var path in allowing.AllowedHostPaths.DefaultIfEmpty(new() { PathPrefix = "/" }))
        {
            var prefix = string.IsNullOrEmpty(path.PathPrefix) ? "/" : path.PathPrefix;
            yield return HostPath(field, prefix, prefix, readOnly: true);
            if (!path.ReadOnly)
            {
                yield return HostPath(field, $"{prefix} (writable)", prefix, readOnly: false);
            }
        }
        if (allowing.AllowedHostPaths.Count == 0)
        {
            yield return HostPath(field, "paths without a leading slash", "example", readOnly: true);
        }
    }

    private static PodVariation HostPath(string field, string value, string path, bool readOnly) =>
        new(field, value, pod => pod.AddVolume(VolumeTypes.HostPath, new JsonObject { ["path"] = path }, readOnly));

    private static IEnumerable<PodVariation> FlexVolumes(string field, PodSecurityPolicySpec allowing, PodSecurityPolicySpec refusing) =>
        Drivers(field, VolumeTypes.FlexVolume, "example/driver", [.. allowing.AllowedFlexVolumes.Select(volume => volume.Driver)],
            [.. refusing.AllowedFlexVolumes.Select(volume => volume.Driver)]);

    private static IEnumerable<PodVariation> CsiVolumes(string field, PodSecurityPolicySpec allowing, PodSecurityPolicySpec refusing) =>
        Drivers(field, VolumeTypes.Csi, "csi.example", [.. allowing.AllowedCSIDrivers.Select(driver => driver.Name)],
            [.. refusing.AllowedCSIDrivers.Select(driver => driver.Name)]);

    // No list means any driver.
    private static IEnumerable<PodVariation> Drivers(string field, string type, string example, string?[] allowed, string?[] refused)
    {
        var other = UnlistedName.Beside([.. refused.OfType<string>()], example);
        var drivers = allowed.Length == 0 ? [(Text: $"any driver, such as {other}", Name: other)]
            : allowed.Select(driver => (Text: driver ?? "", Name: driver ?? ""));
        return drivers.Select(driver => new PodVariation(
            field, driver.Text, pod => pod.AddVolume(type, new JsonObject { ["driver"] = driver.Name })));
    }
}

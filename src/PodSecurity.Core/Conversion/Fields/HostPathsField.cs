using PodSecurity.Api;
using PodSecurity.Conversion.Cel;

namespace PodSecurity.Conversion.Fields;

/// <summary>
/// spec.allowedHostPaths: prefixes that end at a path segment, any path without a list. A writable entry wins over a read-only one, which
/// demands that every mount of the volume is read-only.
/// </summary>
internal sealed class HostPathsField : IPolicyField
{
    public IEnumerable<Demand> Demands(PodSecurityPolicy policy)
    {
        var entries = policy.Spec.AllowedHostPaths.ToLookup(entry => entry.ReadOnly, entry => entry.PathPrefix ?? "");
        return entries.Count == 0 ? [] :
        [
            new("spec.volumes[*].hostPath.pathPrefix: is not allowed to be used, or must be read-only", PodTerms.Volumes.All(
                "v", volume => volume.LacksOr(
                    VolumeTypes.HostPath, IsUnder(volume, entries[false]) | (IsUnder(volume, entries[true]) & IsReadOnly(volume))))),
        ];
    }

    public IEnumerable<AdmissionPolicyLoss> Losses(PodSecurityPolicy policy) => !policy.Spec.AllowedHostPaths.Any(entry => entry.ReadOnly)
        ? []
        :
        [
            AdmissionPolicyLoss.Costly(
                policy.Name, "spec.allowedHostPaths",
                "Read-only entries look at every mount for every hostPath volume; with more than about 20,000 pairs of the two in one pod "
                + "Kubernetes stops the expression, which refuses the pod.",
                "No pod of usual size comes near that."),
        ];

    // The server trims one slash from either side and wants the same text or a slash behind the prefix.
    private static CelBool IsUnder(CelObject volume, IEnumerable<string> prefixes)
    {
        var path = volume.Object(VolumeTypes.HostPath).String("path");
        return CelBool.Any(prefixes.Distinct().Select(TrimSlash).Select(prefix => prefix.EndsWith('/')
            ? path.EndsWith("/") & path.StartsWith(prefix + "/") | !path.EndsWith("/") & (path + "/").StartsWith(prefix + "/")
            : (path + "/").StartsWith(prefix + "/")));
    }

    private static CelBool IsReadOnly(CelObject volume) => PodTerms.Containers.All("c", container => container.LacksOr(
        "volumeMounts", container.List<CelObject>("volumeMounts").All(
            "m", mount => mount.String("name").IsNot(volume.String("name")) | mount.IsSet("readOnly"))));

    private static string TrimSlash(string path) => path.EndsWith('/') ? path[..^1] : path;
}

using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Validation.Rules;

internal static class VolumeTypeRules
{
    private static readonly string[] Supported = [VolumeTypes.Any, .. VolumeTypes.All];
    private static readonly string[] SupportedBefore = [.. Supported.Where(type => type != VolumeTypes.Ephemeral)];

    public static IEnumerable<FieldError> Check(PodSecurityPolicySpec spec, KubernetesRelease release)
    {
        var supported = release.Has(ReleaseFeatures.EphemeralVolumeType) ? Supported : SupportedBefore;
        return (spec.Volumes ?? []).Where(type => !supported.Contains(type)).Select(
            type => FieldError.NotSupported("spec.volumes", type, supported));
    }
}

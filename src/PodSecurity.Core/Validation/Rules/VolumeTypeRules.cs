using PodSecurity.Api;

namespace PodSecurity.Validation.Rules;

internal static class VolumeTypeRules
{
    private static readonly string[] Supported = [VolumeTypes.Any, .. VolumeTypes.All];

    public static IEnumerable<FieldError> Check(PodSecurityPolicySpec spec) =>
        (spec.Volumes ?? []).Where(type => !Supported.Contains(type)).Select(
            type => FieldError.NotSupported("spec.volumes", type, Supported));
}

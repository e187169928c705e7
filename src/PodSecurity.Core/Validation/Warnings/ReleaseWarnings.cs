using PodSecurity.Releases;

namespace PodSecurity.Validation.Warnings;

/// <summary>What a release does not keep of a policy: its server drops it without a word.</summary>
internal static class ReleaseWarnings
{
    public static IEnumerable<Remark> DroppedFields(PodSecurityPolicy policy, KubernetesRelease release) =>
    [
        .. Dropped(policy.Spec.RunAsGroup is not null, "runAsGroup", ReleaseFeatures.RunAsGroup, release),
        .. Dropped(policy.Spec.RuntimeClass is not null, "runtimeClass", ReleaseFeatures.RuntimeClassRule, release),
        .. Dropped(policy.Spec.AllowedCSIDrivers.Count > 0, "allowedCSIDrivers", ReleaseFeatures.InlineCsiVolumes, release),
    ];

    private static IEnumerable<Remark> Dropped(bool isSet, string field, ReleaseFeature feature, KubernetesRelease release) =>
        Remark.When(isSet && !release.Has(feature), $"spec.{field}",
            $"Kubernetes {release} drops this field when the policy is written; it counts since {feature.Since}.");
}

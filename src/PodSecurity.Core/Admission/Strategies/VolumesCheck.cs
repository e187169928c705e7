using System.Collections.Frozen;
using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Admission.Strategies;

/// <summary>
/// Types of volumes; what a type is further limited to is in a check of its own.
/// <para>Restricted: spec.volumes[*], and the token volume that the server adds.</para>
/// <para>Allowed: the types in spec.volumes, * for any. What the server itself projects for a service account is allowed to whoever may use
/// secrets, since Kubernetes 1.19: it took the place of one.</para>
/// <para>Source: ValidatePod in pkg/security/podsecuritypolicy/provider.go, FSTypeAllowed and IsOnlyServiceAccountTokenSources in
/// util/util.go.</para>
/// </summary>
internal sealed class VolumesCheck(PodSecurityPolicySpec policy, KubernetesRelease release) : Strategy
{
    private readonly FrozenSet<string> _types = policy.Volumes.ToFrozenSet(StringComparer.Ordinal);
    private readonly bool _all = policy.Volumes.Contains(VolumeTypes.Any);
    private readonly bool _secretCoversToken =
        release.Has(ReleaseFeatures.TokenProjectionAsSecret) && policy.Volumes.Contains(VolumeTypes.Secret);

    private readonly HostPathsCheck _hostPaths = new(policy.AllowedHostPaths);
    private readonly FlexVolumesCheck _flexVolumes = new(policy.AllowedFlexVolumes);
    private readonly CsiDriversCheck _csiDrivers = new(release.Has(ReleaseFeatures.InlineCsiVolumes) ? policy.AllowedCSIDrivers : []);

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        for (var i = 0; i < pod.VolumeCount; i++)
        {
            var volume = pod.VolumeAt(i);
            if (_all || Allows(volume))
            {
                ValidateDetails(pod.Pod, volume, i, run);
            }
            else
            {
                run.Refuse(run.Collecting ? NotAllowed($"spec.volumes[{i}]", volume.Kind) : null);
            }
        }
    }

    private bool Allows(Volume volume) =>
        _types.Contains(volume.Kind)
        || (_secretCoversToken && volume.Kind == VolumeTypes.Projected && volume.IsServiceAccountTokenProjection);

    private static Refusal NotAllowed(string field, string type) => new(
        FieldError.Invalid(field, type, $"{type} volumes are not allowed to be used"),
        new(at => $"remove the {type} volume {at}{field} or use a type that is allowed", $"add {type} to spec.volumes"));

    private void ValidateDetails(Pod pod, Volume volume, int index, PolicyRun run)
    {
        switch (volume.Kind)
        {
            case VolumeTypes.HostPath:
                _hostPaths.Validate(pod, volume, index, run);
                break;
            case VolumeTypes.FlexVolume:
                _flexVolumes.Validate(volume, index, run);
                break;
            case VolumeTypes.Csi:
                _csiDrivers.Validate(volume, index, run);
                break;
        }
    }
}

using System.Collections.Frozen;
using PodSecurity.Api;

namespace PodSecurity.Admission.Rules;

/// <summary>volumes: the kinds that a pod may use; what a kind is further limited to is in a check of its own.</summary>
internal sealed class VolumesCheck(PodSecurityPolicySpec policy) : PolicyRule
{
    private readonly FrozenSet<string> _kinds = (policy.Volumes ?? []).ToFrozenSet(StringComparer.Ordinal);
    private readonly bool _all = policy.Volumes?.Contains("*") == true;
    private readonly HostPathsCheck _hostPaths = new(policy.AllowedHostPaths);
    private readonly FlexVolumesCheck _flexVolumes = new(policy.AllowedFlexVolumes);
    private readonly CsiDriversCheck _csiDrivers = new(policy.AllowedCSIDrivers);

    public override void ValidatePod(in EffectivePod pod, PolicyRun run)
    {
        for (var i = 0; i < pod.VolumeCount; i++)
        {
            var volume = pod.VolumeAt(i);
            if (_all || Allows(volume))
                ValidateDetails(pod.Pod, volume, i, run);
            else if (run.Refuse())
                run.Report(FieldError.Invalid($"spec.volumes[{i}]", volume.Kind, $"{volume.Kind} volumes are not allowed to be used"));
        }
    }

    public override Fix Fix(FieldError error)
    {
        if (error.Field.Contains(".volumeMounts[", StringComparison.Ordinal) || error.Field.EndsWith(".pathPrefix", StringComparison.Ordinal))
            return _hostPaths.Fix(error);
        if (error.Field.EndsWith(".csi.driver", StringComparison.Ordinal))
            return _csiDrivers.Fix(error);
        if (error.Field.EndsWith(".driver", StringComparison.Ordinal))
            return _flexVolumes.Fix(error);
        var kind = error.Value!.Trim('"');
        return new($"remove the {kind} volume {error.Field} or use a kind that is allowed", $"add {kind} to spec.volumes");
    }

    // What the server itself projects for a service account is allowed to whoever may use secrets: it took the place of one.
    private bool Allows(Volume volume) =>
        _kinds.Contains(volume.Kind)
        || (volume.Kind == "projected" && volume.IsServiceAccountTokenProjection && _kinds.Contains("secret"));

    private void ValidateDetails(Pod pod, Volume volume, int index, PolicyRun run)
    {
        switch (volume.Kind)
        {
            case "hostPath":
                _hostPaths.Validate(pod, volume, index, run);
                break;
            case "flexVolume":
                _flexVolumes.Validate(volume, index, run);
                break;
            case "csi":
                _csiDrivers.Validate(volume, index, run);
                break;
        }
    }
}

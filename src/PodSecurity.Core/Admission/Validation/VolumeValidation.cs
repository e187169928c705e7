using PodSecurity.Admission.Strategies;
using PodSecurity.Api;
using PodSecurity.Releases;

namespace PodSecurity.Admission.Validation;

/// <summary>
/// Volumes whose type a release judges but has switched off: it empties them before pod validation, which misses a type there, and a
/// volume at each of their mounts.
/// </summary>
internal static class VolumeValidation
{
    public static void Validate(CompiledPolicy policy, Pod pod, PolicyRun run)
    {
        for (var i = 0; i < pod.Volumes.Count; i++)
        {
            if (IsEmptied(pod.Volumes[i], policy.Release))
            {
                run.Refuse(WithoutType(i, pod.Volumes[i].Kind, policy.Release));
            }
        }
    }

    public static void ValidateMounts(CompiledPolicy policy, Pod pod, in EffectiveContainer container, PolicyRun run)
    {
        // Only after a volume was refused can one be missing.
        var mounts = run.Refused ? container.Container.VolumeMounts : [];
        for (var i = 0; i < mounts.Count; i++)
        {
            var name = mounts[i].Name;
            if (pod.Volumes.Any(volume => volume.Name == name && IsEmptied(volume, policy.Release)))
            {
                run.Refuse(NotFound(container.Field($"volumeMounts[{i}].name"), name));
            }
        }
    }

    private static bool IsEmptied(Volume volume, KubernetesRelease release) =>
        (volume.Kind == VolumeTypes.Ephemeral && !release.Has(ReleaseFeatures.GenericEphemeralVolumes))
        || (volume.Kind == VolumeTypes.Csi && !release.Has(ReleaseFeatures.InlineCsiVolumes));

    private static Refusal WithoutType(int index, string type, KubernetesRelease release) => new(
        FieldError.Required($"spec.volumes[{index}]", "must specify a volume type"),
        new(
            at => $"use another type than {type} for {at}spec.volumes[{index}]: Kubernetes {release} has these volumes switched off",
            "nothing helps: the API server empties such volumes after admission, whatever the policy allows,"));

    private static Refusal NotFound(string field, string name) => new(
        FieldError.NotFound(field, name),
        new(at => $"remove the mount {at}{field}, whose volume is emptied", "nothing helps: the volume is gone,"));
}

using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// hostPathVolumes (baseline): no files of the host are mounted.
/// <para>Restricted fields: <c>spec.volumes[*].hostPath</c>.</para>
/// <para>Allowed values: absent.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_hostPathVolumes.go.</remarks>
internal sealed class HostPathVolumesCheck : StandardRule
{
    public const string Id = "hostPathVolumes";

    public static StandardCheck Check { get; } =
        new(Id, PodSecurityLevel.Baseline, new CheckVersion(0, new HostPathVolumesCheck()));

    public override bool Allows(Pod pod) => !ListSpan.Any(pod.Volumes, IsHostPath);

    public override Refusal Explain(Pod pod)
    {
        var names = pod.Volumes.Where(IsHostPath).Select(volume => volume.Name).ToList();
        return new("hostPath volumes", $"{Wording.Plural("volume", "volumes", names.Count)} {Wording.Quoted(names)}");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        for (var i = 0; i < pod.Volumes.Count; i++)
        {
            var volume = pod.Volumes[i];
            if (IsHostPath(volume))
            {
                patch.RemoveSources(i, volume.Name, ["hostPath"]);
            }
            if (volume.Sources == VolumeSources.HostPath)
            {
                patch.HoldPlace(i, volume.Name);
            }
        }
    }

    private static bool IsHostPath(Volume volume) => (volume.Sources & VolumeSources.HostPath) != 0;
}

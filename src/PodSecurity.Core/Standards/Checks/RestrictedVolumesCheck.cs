using PodSecurity.Api;

namespace PodSecurity.Standards.Checks;

/// <summary>
/// restrictedVolumes (restricted, in place of hostPathVolumes): only volumes that reach nothing of the host and no network storage
/// without a claim.
/// <para>Restricted fields: <c>spec.volumes[*]</c>.</para>
/// <para>Allowed values: configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret. One of
/// them is enough, whatever stands beside it.</para>
/// </summary>
/// <remarks>Source: kubernetes/pod-security-admission, policy/check_restrictedVolumes.go.</remarks>
internal sealed class RestrictedVolumesCheck : StandardRule
{
    private const VolumeSources Allowed =
        VolumeSources.ConfigMap | VolumeSources.Csi | VolumeSources.DownwardAPI | VolumeSources.EmptyDir | VolumeSources.Ephemeral
        | VolumeSources.Image | VolumeSources.PersistentVolumeClaim | VolumeSources.Projected | VolumeSources.Secret;

    /// <summary>The first of a volume's sources in this order gives its type.</summary>
    private static readonly (VolumeSources Source, string Type)[] Types =
    [
        (VolumeSources.HostPath, "hostPath"),
        (VolumeSources.GcePersistentDisk, "gcePersistentDisk"),
        (VolumeSources.AwsElasticBlockStore, "awsElasticBlockStore"),
        (VolumeSources.GitRepo, "gitRepo"),
        (VolumeSources.Nfs, "nfs"),
        (VolumeSources.Iscsi, "iscsi"),
        (VolumeSources.Glusterfs, "glusterfs"),
        (VolumeSources.Rbd, "rbd"),
        (VolumeSources.FlexVolume, "flexVolume"),
        (VolumeSources.Cinder, "cinder"),
        (VolumeSources.CephFS, "cephfs"),
        (VolumeSources.Flocker, "flocker"),
        (VolumeSources.Fc, "fc"),
        (VolumeSources.AzureFile, "azureFile"),
        (VolumeSources.VsphereVolume, "vsphereVolume"),
        (VolumeSources.Quobyte, "quobyte"),
        (VolumeSources.AzureDisk, "azureDisk"),
        (VolumeSources.PhotonPersistentDisk, "photonPersistentDisk"),
        (VolumeSources.PortworxVolume, "portworxVolume"),
        (VolumeSources.ScaleIO, "scaleIO"),
        (VolumeSources.StorageOS, "storageos"),
    ];

    public static StandardCheck Check { get; } =
        new("restrictedVolumes", PodSecurityLevel.Restricted, new CheckVersion(0, new RestrictedVolumesCheck()))
        {
            Replaces = HostPathVolumesCheck.Id,
        };

    public override bool Allows(Pod pod) => !ListSpan.Any(pod.Volumes, IsForbidden);

    public override Refusal Explain(Pod pod)
    {
        var volumes = pod.Volumes.Where(IsForbidden).ToList();
        var types = Wording.Sorted(volumes.Select(TypeOf));
        return new("restricted volume types", $"{Wording.Plural("volume", "volumes", volumes.Count)} "
            + $"{Wording.Quoted(volumes.Select(volume => volume.Name))} {Wording.Plural("uses", "use", volumes.Count)} "
            + $"{Wording.Plural("restricted volume type", "restricted volume types", types.Count)} {Wording.Quoted(types)}");
    }

    public override void Fix(Pod pod, PodPatch patch)
    {
        for (var i = 0; i < pod.Volumes.Count; i++)
        {
            var volume = pod.Volumes[i];
            if (IsForbidden(volume))
            {
                patch.RemoveSources(i, volume.Name, Types.Where(item => volume.Sources.HasFlag(item.Source)).Select(item => item.Type));
                patch.HoldPlace(i, volume.Name);
            }
        }
    }

    private static bool IsForbidden(Volume volume) => (volume.Sources & Allowed) == 0;

    private static string TypeOf(Volume volume) =>
        Types.FirstOrDefault(item => volume.Sources.HasFlag(item.Source)).Type ?? "unknown";
}

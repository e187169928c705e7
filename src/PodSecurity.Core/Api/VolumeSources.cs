namespace PodSecurity.Api;

/// <summary>The sources that a volume names, in the order in which Kubernetes declares them.</summary>
[Flags]
public enum VolumeSources : uint
{
    None = 0,
    HostPath = 1u << 0,
    EmptyDir = 1u << 1,
    GcePersistentDisk = 1u << 2,
    AwsElasticBlockStore = 1u << 3,
    GitRepo = 1u << 4,
    Secret = 1u << 5,
    Nfs = 1u << 6,
    Iscsi = 1u << 7,
    Glusterfs = 1u << 8,
    PersistentVolumeClaim = 1u << 9,
    Rbd = 1u << 10,
    FlexVolume = 1u << 11,
    Cinder = 1u << 12,
    CephFS = 1u << 13,
    Flocker = 1u << 14,
    DownwardAPI = 1u << 15,
    Fc = 1u << 16,
    AzureFile = 1u << 17,
    ConfigMap = 1u << 18,
    VsphereVolume = 1u << 19,
    Quobyte = 1u << 20,
    AzureDisk = 1u << 21,
    PhotonPersistentDisk = 1u << 22,
    StorageOS = 1u << 23,
    Projected = 1u << 24,
    PortworxVolume = 1u << 25,
    ScaleIO = 1u << 26,
    Csi = 1u << 27,
    Ephemeral = 1u << 28,
    Image = 1u << 29,
}

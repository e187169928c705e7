namespace PodSecurity.Api;

/// <summary>The volume types of a PodSecurityPolicy: field names of volume sources in Kubernetes 1.20.</summary>
public static class VolumeTypes
{
    /// <summary>Stands for every type.</summary>
    public const string Any = "*";

    /// <summary>Every type, in ordinal order, without <see cref="Any"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "awsElasticBlockStore", "azureDisk", "azureFile", "cephFS", "cinder", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral",
        "fc", "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs", "hostPath", "iscsi", "nfs", "persistentVolumeClaim",
        "photonPersistentDisk", "portworxVolume", "projected", "quobyte", "rbd", "scaleIO", "secret", "storageos", "vsphereVolume",
    ];
}

namespace PodSecurity.Api;

/// <summary>The volume types of a PodSecurityPolicy: field names of volume sources.</summary>
public static class VolumeTypes
{
    /// <summary>Stands for every type.</summary>
    public const string Any = "*";

    public const string ConfigMap = "configMap";
    public const string Csi = "csi";
    public const string DownwardAPI = "downwardAPI";
    public const string EmptyDir = "emptyDir";
    public const string Ephemeral = "ephemeral";
    public const string FlexVolume = "flexVolume";
    public const string HostPath = "hostPath";
    public const string Projected = "projected";
    public const string Secret = "secret";

    /// <summary>In the order in which Kubernetes declares them, as <see cref="VolumeSources"/> does.</summary>
    internal static string[] AsDeclared { get; } =
    [
        HostPath, EmptyDir, "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", Secret, "nfs", "iscsi", "glusterfs",
        "persistentVolumeClaim", "rbd", FlexVolume, "cinder", "cephFS", "flocker", DownwardAPI, "fc", "azureFile", ConfigMap,
        "vsphereVolume", "quobyte", "azureDisk", "photonPersistentDisk", "storageos", Projected, "portworxVolume", "scaleIO", Csi,
        Ephemeral,
    ];

    /// <summary>The field of a volume that holds a source of this type: it has the same name, but for one letter of CephFS.</summary>
    internal static string FieldOf(string type) => type == "cephFS" ? "cephfs" : type;

    /// <summary>Every type without <see cref="Any"/>, in ordinal order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. AsDeclared.Order(StringComparer.Ordinal)];
}

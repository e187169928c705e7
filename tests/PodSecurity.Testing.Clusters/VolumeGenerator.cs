using System.Text.Json.Nodes;
using static PodSecurity.Testing.Clusters.Dice;

namespace PodSecurity.Testing.Clusters;

/// <summary>Volumes of all kinds that a pod can have, and mounts of them.</summary>
public sealed class VolumeGenerator(Dice dice)
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    public JsonArray Volumes() => dice.List(1, dice.Pick(1, 2, 4), i => Fields(("name", $"v{i}"), Source()));

    public JsonArray Mounts(string[] volumes) => [.. dice.Some(1, volumes).Select((volume, i) => Fields(
        ("name", volume),
        ("mountPath", i == 0 && dice.Chance(0.1) ? TokenPath : $"/mnt/{i}"),
        ("readOnly", dice.Maybe(0.5, () => dice.Chance(0.8)))))];

    private (string Type, JsonNode? Value) Source() => dice.Pick(1, 1, 2, 2, 3, 4) switch
    {
        1 => dice.Pick("emptyDir", "configMap", "secret", "downwardAPI", "persistentVolumeClaim") switch
        {
            "emptyDir" => ("emptyDir", Fields(("medium", dice.Maybe(0.3, () => dice.Pick("", "Memory"))))),
            "configMap" => ("configMap", Fields(("name", "settings"))),
            "secret" => ("secret", Fields(("secretName", "password"))),
            "downwardAPI" => ("downwardAPI", Fields(("items", new JsonArray(DownwardItem("labels", "metadata.labels"))))),
            var claim => (claim, Fields(("claimName", "data"))),
        },
        2 => ("hostPath", Fields(
            ("path", dice.Pick(Words.MountedPaths)), ("type", dice.Maybe(0.3, () => dice.Pick("", "Directory", "File"))))),
        3 => dice.Pick("csi", "flexVolume", "projected") switch
        {
            "csi" => ("csi", Fields(("driver", dice.Pick(Words.CsiDrivers)), ("readOnly", dice.Maybe(0.5, () => true)))),
            "flexVolume" => ("flexVolume", Fields(("driver", dice.Pick(Words.FlexDrivers)), ("fsType", dice.Maybe(0.5, () => "ext4")))),
            var projected => (projected, Fields(("sources", Projections()))),
        },
        _ => Other(),
    };

    // Mostly the sources of a service account's volume, each at times not quite.
    private JsonArray Projections() =>
        [.. dice.Some(dice.Pick(1, 3), Token(), RootCertificate(), Namespace(), Fields(("secret", Fields(("name", "password")))))];

    private JsonObject Token() => Fields(("serviceAccountToken", Fields(
        ("path", dice.Pick("token", "token", "other")),
        ("audience", dice.Maybe(0.2, () => "vault")),
        ("expirationSeconds", dice.Maybe(0.6, () => dice.Pick(600, 3600, 3607))))));

    private JsonObject RootCertificate() => Fields(("configMap", Fields(
        ("name", dice.Pick("kube-root-ca.crt", "kube-root-ca.crt", "other")),
        ("items", dice.Maybe(0.7, () => new JsonArray(Fields(("key", dice.Pick("ca.crt", "ca.crt", "tls.crt")), ("path", "ca.crt"))))))));

    private JsonObject Namespace() => Fields(("downwardAPI", Fields(("items", new JsonArray(
        DownwardItem("namespace", dice.Pick("metadata.namespace", "metadata.namespace", "metadata.name")))))));

    private JsonObject DownwardItem(string path, string field) =>
        Fields(("path", path), ("fieldRef", Fields(("apiVersion", dice.Maybe(0.5, () => "v1")), ("fieldPath", field))));

    private (string Type, JsonNode? Value) Other() => dice.Number(1, 18) switch
    {
        1 => ("awsElasticBlockStore", Fields(("volumeID", "vol-1"), ("partition", dice.Number(0, 1)))),
        2 => ("azureDisk", Fields(("diskName", "d"), ("diskURI", "https://blob.example/d"))),
        3 => ("azureFile", Fields(("secretName", "s"), ("shareName", "share"))),
        4 => ("cephfs", Fields(("monitors", new JsonArray("10.0.0.1:6789")))),
        5 => ("cinder", Fields(("volumeID", "v"))),
        6 => ("fc", Fields(("targetWWNs", new JsonArray("50060e801049cfd1")), ("lun", 0), ("fsType", dice.Pick("", "ext4")))),
        7 => ("flocker", Fields(("datasetName", "d"))),
        8 => ("gcePersistentDisk", Fields(("pdName", "pd"))),
        9 => ("gitRepo", Fields(("repository", "https://git.example/r"))),
        10 => ("glusterfs", Fields(("endpoints", "e"), ("path", "p"))),
        11 => ("iscsi", Fields(("targetPortal", "10.0.0.1"), ("iqn", "iqn.2001-04.com.example:storage.kube.sys1.xyz"), ("lun", 0))),
        12 => ("nfs", Fields(("server", "nfs.example"), ("path", "/export"), ("readOnly", dice.Chance(0.5)))),
        13 => ("photonPersistentDisk", Fields(("pdID", "pd"))),
        14 => ("portworxVolume", Fields(("volumeID", "v"))),
        15 => ("quobyte", Fields(("registry", "10.0.0.1:7861"), ("volume", "v"))),
        16 => ("rbd", Fields(("monitors", new JsonArray("10.0.0.1:6789")), ("image", "i"))),
        17 => ("scaleIO", Fields(
            ("gateway", "https://g.example"), ("system", "s"), ("secretRef", Fields(("name", "s"))), ("volumeName", "v"))),
        _ => dice.Chance(0.5)
            ? ("storageos", Fields(("volumeName", "v")))
            : ("vsphereVolume", Fields(("volumePath", "[store] v"))),
    };
}

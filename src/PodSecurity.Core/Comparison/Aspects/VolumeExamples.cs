using System.Text.Json.Nodes;

namespace PodSecurity.Comparison.Aspects;

/// <summary>A source for each type of volume, with the fields that the API demands.</summary>
internal static class VolumeExamples
{
    public static JsonNode SourceOf(string type) => JsonNode.Parse(type switch
    {
        "awsElasticBlockStore" or "cinder" or "portworxVolume" => """{"volumeID":"example"}""",
        "azureDisk" => """{"diskName":"example","diskURI":"https://storage.example/disk"}""",
        "azureFile" => """{"secretName":"example","shareName":"example"}""",
        "cephFS" => """{"monitors":["10.0.0.1:6789"]}""",
        "configMap" => """{"name":"example"}""",
        "ephemeral" => """
            {"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}}
            """,
        "fc" => """{"targetWWNs":["50060e801049cfd1"],"lun":0}""",
        "flocker" => """{"datasetName":"example"}""",
        "gcePersistentDisk" => """{"pdName":"example"}""",
        "gitRepo" => """{"repository":"https://git.example/repository"}""",
        "glusterfs" => """{"endpoints":"example","path":"example"}""",
        "iscsi" => """{"targetPortal":"10.0.0.1","iqn":"iqn.2001-04.com.example:storage.disk1","lun":0}""",
        "nfs" => """{"server":"nfs.example","path":"/export"}""",
        "persistentVolumeClaim" => """{"claimName":"example"}""",
        "photonPersistentDisk" => """{"pdID":"example"}""",
        "projected" => """{"sources":[{"secret":{"name":"example"}}]}""",
        "quobyte" => """{"registry":"10.0.0.1:7861","volume":"example"}""",
        "rbd" => """{"monitors":["10.0.0.1:6789"],"image":"example"}""",
        "scaleIO" => """{"gateway":"https://gateway.example","system":"example","secretRef":{"name":"example"},"volumeName":"example"}""",
        "secret" => """{"secretName":"example"}""",
        "storageos" => """{"volumeName":"example"}""",
        "vsphereVolume" => """{"volumePath":"[example] disk"}""",
        _ => "{}",
    })!;
}

using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Where an object has its pod: field names from the root, and the same as a JSON Pointer.</summary>
internal sealed class PodLocation
{
    public static readonly PodLocation Pod = new();
    public static readonly PodLocation Workload = new("spec", "template");
    public static readonly PodLocation CronJob = new("spec", "jobTemplate", "spec", "template");
    public static readonly PodLocation PodTemplate = new("template");

    private PodLocation(params string[] fields) => (Fields, Pointer) = (fields, string.Concat(fields.Select(field => $"/{field}")));

    /// <summary>
    /// Where Kubernetes' own kinds have their pod; null for any other kind. Kinds of the same name in another API group are other kinds.
    /// </summary>
    public static PodLocation? Of(ManifestType type) => type.Group is not ("" or "apps" or "batch" or "extensions") ? null : type.Kind switch
    {
        "Pod" => Pod,
        "Deployment" or "ReplicaSet" or "ReplicationController" or "StatefulSet" or "DaemonSet" or "Job" => Workload,
        "CronJob" => CronJob,
        "PodTemplate" => PodTemplate,
        _ => null,
    };

    public string[] Fields { get; }
    public string Pointer { get; }
}

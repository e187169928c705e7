using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Where an object has its pod: field names from the root, and the same as a JSON Pointer.</summary>
public sealed class PodLocation
{
    internal static readonly PodLocation Pod = new();
    internal static readonly PodLocation Workload = new("spec", "template");
    internal static readonly PodLocation CronJob = new("spec", "jobTemplate", "spec", "template");
    internal static readonly PodLocation PodTemplate = new("template");

    private readonly string[] _fields;

    private PodLocation(params string[] fields) => (_fields, Pointer) = (fields, string.Concat(fields.Select(field => $"/{field}")));

    /// <summary>
    /// Where Kubernetes' own kinds have their pod; null for any other kind. Kinds of the same name in another API group are other kinds.
    /// </summary>
    internal static PodLocation? Of(ManifestType type) =>
        type.Group is not ("" or "apps" or "batch" or "extensions") ? null : type.Kind switch
    {
        "Pod" => Pod,
        "Deployment" or "ReplicaSet" or "ReplicationController" or "StatefulSet" or "DaemonSet" or "Job" => Workload,
        "CronJob" => CronJob,
        "PodTemplate" => PodTemplate,
        _ => null,
    };

    /// <summary>All places at which an object can have a pod.</summary>
    public static IReadOnlyList<PodLocation> All { get; } = [Pod, Workload, CronJob, PodTemplate];

    public IReadOnlyList<string> Fields => _fields;
    internal string Pointer { get; }

    internal ReadOnlySpan<string> Path => _fields;
}

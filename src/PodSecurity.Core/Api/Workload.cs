using PodSecurity.Manifests;

namespace PodSecurity.Api;

/// <summary>An object that is a pod or makes pods: its identity and the pod that would be created.</summary>
public sealed record Workload
{
    /// <summary>For example <c>Pod</c>, <c>Deployment</c>, <c>CronJob</c>.</summary>
    public required string Kind { get; init; }
    public required string ApiVersion { get; init; }

    /// <summary>metadata.name, or metadata.generateName when there is no name.</summary>
    public required string Name { get; init; }

    /// <summary>metadata.namespace; null when the manifest names none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The pod, or the pod of the template (with the template's metadata).</summary>
    public required Pod Pod { get; init; }

    /// <summary>Whether the object holds a pod or template at all; <see cref="Pod"/> is an empty one when it does not.</summary>
    public bool HasPod { get; init; } = true;

    /// <summary>
    /// Path of the pod inside the object: <c>""</c> for a pod, <c>/spec/template</c>, <c>/spec/jobTemplate/spec/template</c>,
    /// <c>/template</c>.
    /// </summary>
    public required string PodPath { get; init; }

    /// <summary>The controlling owner (<c>controller: true</c>), or null: tells which templates make which pods.</summary>
    public OwnerReference? Controller { get; init; }

    /// <summary>metadata.uid of an object that came from a cluster.</summary>
    public string? Uid { get; init; }

    /// <summary>The whole object as it was read.</summary>
    public required ManifestDocument Document { get; init; }

    /// <summary>Where the pod is in field paths: <c>""</c> for a pod, <c>spec.template</c>.</summary>
    internal string PodFieldPath => PodPath.TrimStart('/').Replace('/', '.');

    /// <summary>
    /// What a message calls the pod. Controllers name the pods that they make; all but a StatefulSet end the name at random.
    /// </summary>
    internal string PodName => this switch
    {
        { PodPath: "", Pod: { Name.Length: > 0 } or { GenerateName: null } } => Pod.Name.Length > 0 ? Pod.Name : "Unknown",
        { PodPath: "" } => Pod.GenerateName!,
        { Kind: "StatefulSet" } => $"{Name}-0",
        _ => $"{Name}-",
    };
}

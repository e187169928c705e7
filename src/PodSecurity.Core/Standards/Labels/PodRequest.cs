using PodSecurity.Api;

namespace PodSecurity.Standards.Labels;

/// <summary>A request about a pod, or about a controller that holds a template of pods.</summary>
public sealed record PodRequest
{
    /// <summary>Null for subresources that carry no object.</summary>
    public Pod? Pod { get; init; }

    /// <summary>The pod before an update; null for a creation.</summary>
    public Pod? OldPod { get; init; }

    /// <summary>The pod's name as refusals name it; "" when it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>For example <c>ephemeralcontainers</c>; "" for the object itself.</summary>
    public string Subresource { get; init; } = "";
    public string User { get; init; } = "";
    public required string Namespace { get; init; }

    /// <summary>Whether the server finds the namespace.</summary>
    public bool NamespaceExists { get; init; } = true;

    /// <summary>The namespace's labels; null for none.</summary>
    public IReadOnlyDictionary<string, string>? NamespaceLabels { get; init; }

    /// <summary>What the server takes for the pod of an object. Only a ReplicationController may be without a template.</summary>
    public static Pod? PodOf(Workload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return workload is { Kind: "ReplicationController", HasPod: false } ? null : workload.Pod;
    }
}

namespace PodSecurity;

/// <summary>Reads the pod out of a pod, a workload, or any object with a pod template at spec.template.</summary>
public static class WorkloadDecoder
{
    /// <summary>Decodes the object; null when its kind holds no pod.</summary>
    /// <exception cref="ManifestException">A field has the wrong type; the message names field, origin and line.</exception>
    public static Workload? Decode(ManifestDocument document) => throw new NotImplementedException();
}

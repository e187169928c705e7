namespace PodSecurity.Decoding;

/// <summary>Where an object has its pod: field names from the root, and the same as a JSON Pointer.</summary>
internal sealed class PodLocation
{
    public static readonly PodLocation Pod = new();
    public static readonly PodLocation Workload = new("spec", "template");
    public static readonly PodLocation CronJob = new("spec", "jobTemplate", "spec", "template");
    public static readonly PodLocation PodTemplate = new("template");

    private PodLocation(params string[] fields) => (Fields, Pointer) = (fields, string.Concat(fields.Select(field => $"/{field}")));

    public string[] Fields { get; }
    public string Pointer { get; }
}

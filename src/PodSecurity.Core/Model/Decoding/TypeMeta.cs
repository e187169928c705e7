namespace PodSecurity.Decoding;

/// <summary>What kind of object a document holds.</summary>
internal readonly record struct TypeMeta(string ApiVersion, string Kind)
{
    /// <summary>Reads the two fields wherever they stand; stops as soon as it has both, as they usually come first.</summary>
    public static TypeMeta Read(ManifestDocument document)
    {
        var json = new FieldReader(document);
        string? apiVersion = null, kind = null;
        if (!json.EnterObject()) throw ManifestFault.NoKind(document);
        while ((apiVersion is null || kind is null) && json.NextField(out var name))
        {
            if (name.SequenceEqual("apiVersion"u8)) apiVersion = json.ReadString();
            else if (name.SequenceEqual("kind"u8)) kind = json.ReadString();
            else json.SkipValue();
        }
        return string.IsNullOrEmpty(kind) ? throw ManifestFault.NoKind(document) : new(apiVersion ?? "", kind);
    }

    /// <summary>
    /// Where Kubernetes' own kinds have their pod; null for any other kind. Kinds of the same name in another API group are other kinds.
    /// </summary>
    public PodLocation? PodLocation => !IsBuiltInGroup ? null : Kind switch
    {
        "Pod" => PodLocation.Pod,
        "Deployment" or "ReplicaSet" or "ReplicationController" or "StatefulSet" or "DaemonSet" or "Job" => PodLocation.Workload,
        "CronJob" => PodLocation.CronJob,
        "PodTemplate" => PodLocation.PodTemplate,
        _ => null,
    };

    private bool IsBuiltInGroup
    {
        get
        {
            var slash = ApiVersion.IndexOf('/', StringComparison.Ordinal);
            return slash < 0 || ApiVersion.AsSpan(0, slash) is "apps" or "batch" or "extensions";
        }
    }
}

using PodSecurity.Api;

namespace PodSecurity.Standards.Labels;

/// <summary>Puts the creation of any object to Pod Security admission, after the defaulting of the API server.</summary>
public sealed class CreateRequest(LabelAdmissionOptions options, string user)
{
    private static readonly HashSet<(string Group, string Kind)> Controllers =
    [
        ("apps", "Deployment"), ("apps", "ReplicaSet"), ("apps", "StatefulSet"), ("apps", "DaemonSet"),
        ("batch", "Job"), ("batch", "CronJob"), ("", "ReplicationController"), ("", "PodTemplate"),
    ];

    private readonly PodAdmission _admission = new(options);

    /// <param name="namespace">Where the object is to be created.</param>
    /// <param name="labels">The namespace's labels; null when the server does not find the namespace.</param>
    /// <param name="cluster">The cluster or snapshot that the labels are from; null for a manifest.</param>
    public PssRequestResult Answer(
        Workload workload, string @namespace, IReadOnlyDictionary<string, string>? labels, string? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(workload);
        var request = new PodRequest
        {
            Pod = PodRequest.PodOf(workload) is null ? null : ServerPreparation.Prepare(workload),
            Name = workload.PodName,
            User = user,
            Namespace = @namespace,
            NamespaceExists = labels is not null,
            NamespaceLabels = labels,
        };
        var response = workload.Kind == "Pod" ? _admission.OfPod(request)
            : IsController(workload) ? _admission.OfController(request)
            : LabelAdmissionResponse.Silence;
        var policy = labels is null ? null : new LabelReading(labels, options.Defaults).Policy;
        return new(workload, @namespace, policy, response, cluster);
    }

    /// <summary>Templates of other kinds are unknown to the server: only the pods that come of them are judged.</summary>
    private static bool IsController(Workload workload)
    {
        var slash = workload.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        return Controllers.Contains((slash < 0 ? "" : workload.ApiVersion[..slash], workload.Kind));
    }
}

using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Cluster;
using PodSecurity.Hosting;
using PodSecurity.Manifests;
using PodSecurity.Standards.Labels;

namespace PodSecurity.Inputs;

/// <summary>The labels of namespaces: those given among the manifests, for the others those of the cluster.</summary>
internal sealed class LabelledNamespaces(PodSecurityCommand command, LabelAdmissionOptions options, string user)
{
    private readonly CreateRequest _request = new(options, user);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>?> _given = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>?> _stored = [];

    /// <summary>What is to be created in the namespaces.</summary>
    public List<Workload> Workloads { get; } = [];

    /// <summary>Keeps the labels of the namespaces among the documents and hands on the others.</summary>
    public IEnumerable<ManifestDocument> TakeNamespaces(IEnumerable<ManifestDocument> documents)
    {
        foreach (var document in documents)
        {
            if (!IsTaken(document))
            {
                yield return document;
            }
        }
    }

    private bool IsTaken(ManifestDocument document)
    {
        try
        {
            if (NamespaceDecoder.Decode(document) is not { } found)
            {
                return false;
            }
            _given[found.Name] = found.Labels;
        }
        catch (ManifestException error)
        {
            command.WriteFailure(error, error.DocumentSource.Origin);
        }
        return true;
    }

    /// <summary>What the server would answer; it is asked for a namespace that is not among the manifests.</summary>
    /// <param name="namespace">Of workloads that name none; null for that of the cluster's context.</param>
    public async Task<PssRequestResult> AnswerAsync(
        Workload workload, string? @namespace, Func<Task<IClusterGateway>> gateway, CancellationToken cancellationToken)
    {
        var name = workload.Namespace ?? @namespace ?? "default";
        if (_given.TryGetValue(name, out var labels))
        {
            return _request.Answer(workload, name, labels);
        }
        var cluster = await gateway();
        name = workload.Namespace ?? @namespace ?? cluster.Identity.DefaultNamespace;
        if (!_stored.TryGetValue(name, out labels))
        {
            var document = await cluster.GetAsync(ResourceTypes.Namespaces, null, name, cancellationToken);
            labels = _stored[name] = document is null ? null : NamespaceDecoder.Decode(document)?.Labels;
        }
        return _request.Answer(workload, name, labels, cluster.Identity.Name);
    }
}

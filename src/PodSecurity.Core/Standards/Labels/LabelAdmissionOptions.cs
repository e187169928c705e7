using PodSecurity.Api;

namespace PodSecurity.Standards.Labels;

/// <summary>The admission configuration of a cluster, which no client can read.</summary>
public sealed record LabelAdmissionOptions
{
    /// <summary>What holds where no label says otherwise.</summary>
    public NamespacePolicy Defaults { get; init; } = NamespacePolicy.Privileged;

    /// <summary>Exact names, no wildcards.</summary>
    public IReadOnlyCollection<string> ExemptNamespaces { get; init; } = [];
    public IReadOnlyCollection<string> ExemptUsers { get; init; } = [];
    public IReadOnlyCollection<string> ExemptRuntimeClasses { get; init; } = [];

    internal bool Exempts(Pod pod) => !string.IsNullOrEmpty(pod.RuntimeClassName) && ExemptRuntimeClasses.Contains(pod.RuntimeClassName);
}

using PodSecurity.Api;
using PodSecurity.Standards.Labels;

namespace PodSecurity;

/// <summary>
/// The Pod Security labels of a namespace as they are written, and what the API server makes of them. The labels can be changed and the
/// object given to Set-PodSecurityLabel.
/// </summary>
public sealed class PodSecurityLabel
{
    /// <param name="defaults">What the cluster's admission configuration says.</param>
    /// <param name="cluster">The cluster or snapshot that the namespace is from.</param>
    public PodSecurityLabel(KubernetesNamespace source, NamespacePolicy defaults, string? cluster)
    {
        ArgumentNullException.ThrowIfNull(source);
        (Namespace, Cluster) = (source.Name, cluster);
        Enforce = source.Labels.GetValueOrDefault(PodSecurityLabels.Enforce);
        EnforceVersion = source.Labels.GetValueOrDefault(PodSecurityLabels.EnforceVersion);
        Audit = source.Labels.GetValueOrDefault(PodSecurityLabels.Audit);
        AuditVersion = source.Labels.GetValueOrDefault(PodSecurityLabels.AuditVersion);
        Warn = source.Labels.GetValueOrDefault(PodSecurityLabels.Warn);
        WarnVersion = source.Labels.GetValueOrDefault(PodSecurityLabels.WarnVersion);
        var reading = new LabelReading(source.Labels, defaults);
        EffectiveEnforce = reading.Policy.Enforce.ToString();
        EffectiveAudit = reading.Policy.Audit.ToString();
        EffectiveWarn = reading.Policy.Warn.ToString();
        Problems = new ObjectList<string>(LabelProblems.Of(source.Labels, reading));
    }

    public string Namespace { get; }

    /// <summary>The label as it is written; null when there is none.</summary>
    public string? Enforce { get; set; }

    /// <inheritdoc cref="Enforce"/>
    public string? EnforceVersion { get; set; }

    /// <inheritdoc cref="Enforce"/>
    public string? Audit { get; set; }

    /// <inheritdoc cref="Enforce"/>
    public string? AuditVersion { get; set; }

    /// <inheritdoc cref="Enforce"/>
    public string? Warn { get; set; }

    /// <inheritdoc cref="Enforce"/>
    public string? WarnVersion { get; set; }

    /// <summary>What the server does, labels and defaults taken together: for example <c>baseline:latest</c>.</summary>
    public string EffectiveEnforce { get; }

    /// <inheritdoc cref="EffectiveEnforce"/>
    public string EffectiveAudit { get; }

    /// <inheritdoc cref="EffectiveEnforce"/>
    public string EffectiveWarn { get; }

    /// <summary>What is wrong with the labels, or hardly meant.</summary>
    public IReadOnlyList<string> Problems { get; }
    public string? Cluster { get; }
}

using PodSecurity.Admission.Storage;
using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>Finds and merges kubeconfig files by kubectl's rules.</summary>
public static class KubeConfigReader
{
    /// <summary>
    /// The context names, for completion: of one file, or of what kubectl would read. Reads files only; never runs a plugin, never
    /// throws: what cannot be read has no contexts.
    /// </summary>
    public static IReadOnlyList<string> ContextNames(string? path = null)
    {
        try
        {
            return [.. Load(path, KubeEnvironment.Current).Contexts.Keys.Order(StringComparer.Ordinal)];
        }
        catch (ClusterException)
        {
            return [];
        }
    }

    /// <summary>An explicit file must exist; of the KUBECONFIG list, empty and missing entries are skipped.</summary>
    /// <exception cref="ClusterException">Configuration.</exception>
    internal static MergedKubeConfig Load(string? explicitFile, KubeEnvironment environment)
    {
        if (explicitFile is not null)
            return new([explicitFile], [KubeConfigFile.Read(explicitFile) ?? throw KubeConfigErrors.Missing(explicitFile)]);

        var paths = Candidates(environment);
        return new(paths, [.. paths.Select(KubeConfigFile.Read).OfType<KubeConfigFile>()]);
    }

    private static string[] Candidates(KubeEnvironment environment) => string.IsNullOrEmpty(environment.KubeConfigVariable)
        ? [environment.DefaultFile]
        : [.. environment.KubeConfigVariable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct()];
}

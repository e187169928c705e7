using PodSecurity.Cluster;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>Finds and merges kubeconfig files by kubectl's rules.</summary>
public static class KubeConfigReader
{
    /// <summary>
    /// The context names, for completion: of one file, or of what kubectl would read. Reads files only; never runs a plugin, never
    /// throws: what cannot be read, or not in time, has no contexts.
    /// </summary>
    /// <param name="path">A kubeconfig file; null: those of KUBECONFIG, or of the home folder.</param>
    /// <param name="workingFolder">Where relative paths begin.</param>
    public static IReadOnlyList<string> ContextNames(string? path, string? workingFolder, TimeSpan limit)
    {
        try
        {
            // Not on this thread: a file of a network that does not answer must not hold up the prompt.
            var load = Task.Run(() => Load(path, KubeEnvironment.Current(workingFolder)));
            return load.Wait(limit) ? [.. load.Result.Contexts.Keys.Order(StringComparer.Ordinal)] : [];
        }
        catch (AggregateException)
        {
            return [];
        }
    }

    /// <summary>An explicit file must exist; of the KUBECONFIG list, empty and missing entries are skipped.</summary>
    /// <exception cref="ClusterException">Configuration.</exception>
    internal static MergedKubeConfig Load(string? explicitFile, KubeEnvironment environment)
    {
        if (explicitFile is not null)
        {
            var file = environment.Resolve(explicitFile);
            return new([file], [KubeConfigFile.Read(file) ?? throw KubeConfigErrors.Missing(file)]);
        }
        var paths = environment.KubeConfigFiles;
        return new(paths, [.. paths.Select(KubeConfigFile.Read).OfType<KubeConfigFile>()]);
    }
}

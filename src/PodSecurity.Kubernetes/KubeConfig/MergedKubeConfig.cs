namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>Several kubeconfig files as one: for each name, and for the current context, the first file that says something wins.</summary>
internal sealed class MergedKubeConfig
{
    /// <param name="paths">The files that were looked for, for messages; some may not exist.</param>
    public MergedKubeConfig(IReadOnlyList<string> paths, IReadOnlyList<KubeConfigFile> files)
    {
        Paths = paths;
        CurrentContext = files.Select(file => file.CurrentContext).FirstOrDefault(name => name is not null);
        Contexts = FirstWins(files.SelectMany(file => file.Contexts), context => context.Name);
        Clusters = FirstWins(files.SelectMany(file => file.Clusters), cluster => cluster.Name);
        Users = FirstWins(files.SelectMany(file => file.Users), user => user.Name);
    }

    public IReadOnlyList<string> Paths { get; }
    public string? CurrentContext { get; }
    public IReadOnlyDictionary<string, KubeContext> Contexts { get; }
    public IReadOnlyDictionary<string, KubeCluster> Clusters { get; }
    public IReadOnlyDictionary<string, KubeUser> Users { get; }

    private static Dictionary<string, T> FirstWins<T>(IEnumerable<T> entries, Func<T, string> name)
    {
        var result = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            result.TryAdd(name(entry), entry);
        }
        return result;
    }
}

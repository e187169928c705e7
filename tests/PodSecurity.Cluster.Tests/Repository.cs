namespace PodSecurity.Cluster.Tests;

/// <summary>Where the files of the repository are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PodSecurity.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}

namespace PodSecurity.Kubernetes.Files;

/// <summary>
/// The manifests in a folder, found as <c>kubectl apply -R -f</c> finds them, on every system alike: names that end in .json, .yaml or
/// .yml, in small letters; files that begin with a dot or are hidden as well; links to files, but not links to folders, so that there are
/// no circles. In each folder by the names' bytes, files and folders together.
/// </summary>
/// <param name="list">The entries of a folder, in any order.</param>
/// <param name="bad">Told of each folder that cannot be read.</param>
public sealed class FolderWalk(Func<string, IEnumerable<FileSystemInfo>> list, Action<string, Exception> bad)
{
    public static readonly IReadOnlyList<string> Extensions = [".json", ".yaml", ".yml"];

    // The default skips hidden and system files.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public FolderWalk(Action<string, Exception> bad)
        : this(folder => new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything), bad)
    {
    }

    public IEnumerable<string> Files(string folder)
    {
        foreach (var entry in Entries(folder))
        {
            if (entry is DirectoryInfo { LinkTarget: null })
            {
                foreach (var file in Files(Path.Combine(folder, entry.Name)))
                {
                    yield return file;
                }
            }
            else if (Extensions.Contains(Path.GetExtension(entry.Name)))
            {
                yield return Path.Combine(folder, entry.Name);
            }
        }
    }

    private List<FileSystemInfo> Entries(string folder)
    {
        try
        {
            return [.. list(folder).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            bad(folder, error);
            return [];
        }
    }
}

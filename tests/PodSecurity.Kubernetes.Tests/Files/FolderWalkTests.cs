using PodSecurity.Kubernetes.Files;

namespace PodSecurity.Kubernetes.Tests.Files;

/// <summary>The same files in the same order as kubectl -R, on every system.</summary>
public sealed class FolderWalkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finds_what_kubectl_finds_in_its_order()
    {
        string[] names = ["a/b.yaml", "a-b.yaml", "a.yaml", "B.yml", ".hidden.json", ".git/c.yaml", "a/.d/e.yml", "README.md", "x.YAML",
            "yaml", "z.yaml.bak"];
        foreach (var name in names)
        {
            _folder.Write(name, "");
        }

        Assert.Equal([".git/c.yaml", ".hidden.json", "B.yml", "a/.d/e.yml", "a/b.yaml", "a-b.yaml", "a.yaml"], Walk());
    }

    [Fact]
    public void Links_to_folders_are_not_followed_but_links_to_files_are()
    {
        _folder.Write("deep/pod.yaml", "");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "deep", "circle"), _folder.Path);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "folder.yaml"), "deep");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.yaml"), "deep/pod.yaml");

        Assert.Equal(["deep/pod.yaml", "folder.yaml", "link.yaml"], Walk());
    }

    [Fact]
    public void A_link_that_is_named_is_followed()
    {
        _folder.Write("deep/pod.yaml", "");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link"), "deep");

        Assert.Equal(["link/pod.yaml"], Walk("link"));
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_told_and_does_not_stop_the_rest()
    {
        _folder.Write("closed/pod.yaml", "");
        _folder.Write("open/pod.yaml", "");
        var told = new List<string>();
        var walk = new FolderWalk(List, (folder, _) => told.Add(Relative(folder)));

        Assert.Equal(["open/pod.yaml"], walk.Files(_folder.Path).Select(Relative));
        Assert.Equal(["closed"], told);

        static IEnumerable<FileSystemInfo> List(string folder) =>
            folder.EndsWith("closed", StringComparison.Ordinal) ? throw new UnauthorizedAccessException() : new DirectoryInfo(
                folder).GetFileSystemInfos();
    }

    private IEnumerable<string> Walk(string start = "") =>
        new FolderWalk((folder, error) => Assert.Fail($"{folder}: {error}")).Files(Path.Combine(_folder.Path, start)).Select(Relative);

    private string Relative(string path) => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/');
}

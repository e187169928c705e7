using PodSecurity.Kubernetes.Files;

namespace PodSecurity.Kubernetes.Tests.Files;

public sealed class NewFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_appears_whole_and_for_its_owner_only()
    {
        using (var file = new NewFile(_folder.PathOf("a.yaml")))
        {
            file.Content.Write("text"u8);
            Assert.False(File.Exists(_folder.PathOf("a.yaml")));
            file.Publish(overwrite: false);
        }
        Assert.Equal("text", File.ReadAllText(_folder.PathOf("a.yaml")));
        Assert.Equal(["a.yaml"], _folder.Names);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.PathOf("a.yaml")));
        }
    }

    [Fact]
    public void What_is_not_finished_leaves_nothing()
    {
        using (var file = new NewFile(_folder.PathOf("a.yaml")))
        {
            file.Content.Write("text"u8);
        }
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void What_a_killed_process_left_goes_and_what_another_writes_stays()
    {
        _folder.Write($"0123{NewFile.UnfinishedExtension}", "half");
        _folder.Write("other.tmp", "of another program");
        using var first = new NewFile(_folder.PathOf("a.yaml"));
        using var second = new NewFile(_folder.PathOf("a.yaml"));
        first.Content.Write("first"u8);
        first.Publish(overwrite: false);
        second.Content.Write("second"u8);
        Assert.Throws<IOException>(() => second.Publish(overwrite: false));
        second.Dispose();
        Assert.Equal("first", File.ReadAllText(_folder.PathOf("a.yaml")));
        Assert.Equal(["a.yaml", "other.tmp"], _folder.Names);
    }

    [Fact]
    public void A_file_that_is_held_for_a_moment_is_replaced_after_it()
    {
        var attempts = 0;
        using var file = new NewFile(_folder.PathOf("a.json.gz"), Move);
        file.Publish(overwrite: true);
        Assert.Equal((3, "a.json.gz"), (attempts, Assert.Single(_folder.Names)));

        void Move(string from, string to)
        {
            if (++attempts < 3)
            {
                throw new IOException("held", unchecked((int)0x80070020));
            }
            File.Move(from, to);
        }
    }

    [Fact]
    public void What_cannot_have_its_name_is_kept_beside_with_the_same_extension()
    {
        using var file = new NewFile(_folder.PathOf("a.json.gz"), (_, _) => throw new IOException("held", unchecked((int)0x80070020)));
        file.Content.Write("text"u8);
        Assert.Throws<IOException>(() => file.Publish(overwrite: true));
        var beside = file.PublishBeside();
        file.Dispose();
        Assert.Equal("text", File.ReadAllText(beside));
        Assert.Matches(@"^a-\w+\.json\.gz$", Assert.Single(_folder.Names));
    }

    [Fact]
    public void Where_no_file_can_be_nothing_is_begun()
    {
        Directory.CreateDirectory(_folder.PathOf("folder"));
        Assert.Contains("is a folder", Problem("folder"), StringComparison.Ordinal);
        Assert.Contains("no folder", Problem("absent/a.yaml"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            _folder.Write("precious", "text");
            File.CreateSymbolicLink(_folder.PathOf("link"), _folder.PathOf("precious"));
            File.CreateSymbolicLink(_folder.PathOf("dangling"), _folder.PathOf("nothing"));
            Assert.Contains("is a link", Problem("link"), StringComparison.Ordinal);
            Assert.Contains("is a link", Problem("dangling"), StringComparison.Ordinal);
            Assert.Contains("device", Assert.Throws<IOException>(() => new NewFile("/dev/null")).Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Problem(string name) => Assert.ThrowsAny<IOException>(() => new NewFile(_folder.PathOf(name))).Message;
}

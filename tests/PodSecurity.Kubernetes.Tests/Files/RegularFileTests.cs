using System.Diagnostics;
using PodSecurity.Kubernetes.Files;

namespace PodSecurity.Kubernetes.Tests.Files;

/// <summary>What is no file is refused before it is opened: opening a pipe that nobody writes to would wait for ever.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("files");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("pipe")]
    [InlineData("link to a pipe")]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public void Pipes_and_devices_are_refused(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "These have other names on Windows.");
        var path = kind[0] == '/' ? kind : Path.Combine(_folder.FullName, kind);
        if (kind.EndsWith("pipe", StringComparison.Ordinal))
        {
            MakePipe(Path.Combine(_folder.FullName, "pipe"));
        }
        if (kind.StartsWith("link", StringComparison.Ordinal))
        {
            File.CreateSymbolicLink(path, "pipe");
        }

        Assert.EndsWith(
            "not a regular file", Assert.Throws<IOException>(() => RegularFile.OpenRead(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_opened_through_links_and_while_others_write_them()
    {
        var path = Path.Combine(_folder.FullName, "file");
        using var writer = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        writer.Write("text"u8);
        writer.Flush();
        File.CreateSymbolicLink(path + ".link", path);

        using var reader = new StreamReader(RegularFile.OpenRead(path + ".link"));
        Assert.Equal("text", reader.ReadToEnd());
    }

    [Fact]
    public void What_cannot_be_opened_fails_as_usual()
    {
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(Path.Combine(_folder.FullName, "no")));
        Assert.Throws<UnauthorizedAccessException>(() => RegularFile.OpenRead(_folder.FullName));
    }

    private static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
    }
}

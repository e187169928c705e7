namespace PodSecurity.Kubernetes.Files;

/// <summary>Whether a file can be written at a place, as far as can be seen without writing.</summary>
public static class FileTarget
{
    /// <param name="path">A file system path, already resolved.</param>
    /// <exception cref="IOException">No file can be there; the message says why.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder.");
        }
        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new IOException($"{path} is a link to {target}. Name the file itself.");
        }
        if (RegularFile.IsSomethingElse(path))
        {
            throw new IOException($"{path} is a pipe, a device or a socket.");
        }
        if (Path.GetDirectoryName(path) is not { } folder || !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder {Path.GetDirectoryName(path)}.");
        }
    }
}

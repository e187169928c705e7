using System.Text;

namespace PodSecurity.Kubernetes.Files;

/// <summary>Files that are read whole: kubeconfigs, tokens, certificates, keys.</summary>
internal static class SmallFile
{
    /// <exception cref="IOException">It does not exist, is no regular file, cannot be read, or is longer than the limit.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or may not be read.</exception>
    public static byte[] Read(string path, int limit)
    {
        using var file = Open(path);
        using var content = new MemoryStream();
        var block = new byte[Math.Min(limit + 1, 64 * 1024)];
        // The length is not asked for: a file in /proc has none, and others grow.
        while (file.Read(block) is > 0 and var count)
        {
            if (content.Length + count > limit)
            {
                throw new IOException($"it is longer than {limit >> 20} MiB");
            }
            content.Write(block, 0, count);
        }
        return content.ToArray();
    }

    private static FileStream Open(string path)
    {
        try
        {
            return RegularFile.OpenRead(path);
        }
        catch (ArgumentException wrong)
        {
            throw new IOException("it has no possible file name", wrong);
        }
    }

    /// <summary>As text; a byte order mark says in which encoding, and is not part of it.</summary>
    public static string ReadText(string path, int limit)
    {
        using var reader = new StreamReader(new MemoryStream(Read(path, limit)), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

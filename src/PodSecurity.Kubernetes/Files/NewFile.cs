namespace PodSecurity.Kubernetes.Files;

/// <summary>
/// A file that appears under its name when it is complete: until then it lies beside it under a name that ends in
/// <see cref="UnfinishedExtension"/>. What a killed process leaves is removed by the next one that writes into the folder.
/// </summary>
public sealed class NewFile : IDisposable
{
    public const string UnfinishedExtension = ".podsecurity-unfinished";

    private const int CreationAttempts = 3;

    private readonly string _path;
    private readonly string _unfinished;
    private readonly Action<string, string> _move;
    private readonly FileStream _content;
    private readonly bool _isPrivate;

    /// <param name="path">A file system path, already resolved.</param>
    /// <param name="move">For tests: how a file gets its name.</param>
    /// <param name="isPrivate">Whether only its owner may read it; otherwise whoever may read new files of the user.</param>
    /// <exception cref="IOException">No file can be there: the path is a folder or a link, or there is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">Files may not be created there.</exception>
    public NewFile(string path, Action<string, string>? move = null, bool isPrivate = true)
    {
        FileTarget.Check(path);
        var folder = Path.GetDirectoryName(path)!;
        RemoveLeftovers(folder);
        _path = path;
        _isPrivate = isPrivate;
        _move = move ?? ((from, to) => File.Move(from, to, overwrite: true));
        (_unfinished, _content) = Create(folder);
    }

    public Stream Content => _content;

    /// <summary>Gives the finished file its name. It is on disk then.</summary>
    /// <param name="overwrite">Whether it may take the place of another file.</param>
    /// <exception cref="IOException">There is a file of that name, or another program holds it.</exception>
    public void Publish(bool overwrite)
    {
        Finish();
        if (overwrite)
        {
            FileSharing.Retry(() => _move(_unfinished, _path));
        }
        else
        {
            PublishAsNew();
        }
    }

    // Of several who do this at once one creates the file: moving without overwriting, as .NET does it, sometimes lets two pass.
    private void PublishAsNew()
    {
        new FileStream(_path, Options(FileShare.None)).Dispose();
        try
        {
            FileSharing.Retry(() => _move(_unfinished, _path));
        }
        catch
        {
            File.Delete(_path);
            throw;
        }
    }

    /// <summary>Gives the finished file a name beside the one that it could not get, with the same extension.</summary>
    public string PublishBeside()
    {
        Finish();
        var name = Path.GetFileName(_path);
        var dot = name.IndexOf('.', StringComparison.Ordinal) is var found and > 0 ? found : name.Length;
        var beside = Path.Combine(Path.GetDirectoryName(_path)!, $"{name[..dot]}-{Guid.NewGuid():N}{name[dot..]}");
        File.Move(_unfinished, beside);
        return beside;
    }

    /// <summary>Removes what was not published.</summary>
    public void Dispose()
    {
        File.Delete(_unfinished);
        _content.Dispose();
    }

    // It stays open, so that nobody takes it for a leftover.
    private void Finish() => _content.Flush(flushToDisk: true);

    private (string Path, FileStream Content) Create(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = Path.Combine(folder, $"{Guid.NewGuid():N}{UnfinishedExtension}");
            try
            {
                var content = new FileStream(path, Options(FileShare.Delete));
                if (File.Exists(path))
                {
                    return (path, content);
                }
                content.Dispose();
            }
            catch (IOException) when (attempt < CreationAttempts)
            {
            }
            // Somebody took it for a leftover in the moment between its creation and its lock.
        }
    }

    // Whoever opens it for himself fails while we have it open: that is how others know that it is no leftover.
    private FileStreamOptions Options(FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = share };
        if (_isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }

    private static void RemoveLeftovers(string folder)
    {
        foreach (var leftover in Directory.EnumerateFiles(folder, $"*{UnfinishedExtension}"))
        {
            try
            {
                using var unused = new FileStream(leftover, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(leftover);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it, or it is not ours.
            }
        }
    }
}

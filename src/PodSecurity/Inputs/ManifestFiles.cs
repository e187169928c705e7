using System.Management.Automation;
using PodSecurity.Errors;
using PodSecurity.Hosting;
using PodSecurity.Kubernetes.Files;

namespace PodSecurity.Inputs;

/// <summary>A file to read: where it lies and how the user calls it.</summary>
internal readonly record struct ManifestFile(string Path, string Origin);

/// <summary>Finds the files that -Path and -LiteralPath mean: files, wildcards, and folders with all their manifests.</summary>
internal sealed class ManifestFiles
{
    private readonly PodSecurityCommand _command;
    private readonly FolderWalk _walk;

    public ManifestFiles(PodSecurityCommand command)
    {
        _command = command;
        _walk = new((folder, error) => command.Report(ModuleError.FolderUnreadable(Origin(folder), error)));
    }

    /// <summary>
    /// The files of a path with wildcards. What cannot be found is an error record; a wildcard without a match is silent.
    /// </summary>
    public IEnumerable<ManifestFile> Find(string path) => Resolve(path, isLiteral: false).SelectMany(found => Expand(found, path));

    /// <summary>The files of a path whose characters all mean themselves.</summary>
    public IEnumerable<ManifestFile> FindLiteral(string path) => Resolve(path, isLiteral: true).SelectMany(found => Expand(found, path));

    private IEnumerable<string> Resolve(string path, bool isLiteral)
    {
        var paths = new List<string>();
        try
        {
            // Forced, wildcards find hidden files, which no system but Windows can tell from others that begin with a dot.
            foreach (var item in path.Length == 0 ? throw new ItemNotFoundException() : _command.InvokeProvider.Item.Get(
                [path], force: true, isLiteral))
            {
                if (item.BaseObject is FileSystemInfo found)
                {
                    paths.Add(found.FullName);
                }
                else
                {
                    _command.Report(
                        ModuleError.PathNotInFileSystem(path, (item.Properties["PSProvider"]?.Value as ProviderInfo)?.Name ?? "?"));
                }
            }
        }
        catch (Exception error) when (error is SessionStateException or ProviderInvocationException)
        {
            _command.Report(ModuleError.PathNotFound(path, error));
        }
        return paths;
    }

    private IEnumerable<ManifestFile> Expand(string found, string path)
    {
        if (!Directory.Exists(found))
        {
            yield return new(found, Origin(found));
            yield break;
        }
        var hasFiles = false;
        foreach (var file in _walk.Files(found))
        {
            hasFiles = true;
            yield return new(file, Origin(file));
        }
        if (!hasFiles)
        {
            _command.Report(ModuleError.FolderWithoutManifests(path, FolderWalk.Extensions));
        }
    }

    /// <summary>Relative where that is shorter to read: below the current location.</summary>
    private string Origin(string file)
    {
        var location = _command.SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        var relative = Path.GetRelativePath(location, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }
}

using System.Management.Automation;
using PodSecurity.Errors;
using PodSecurity.Hosting;

namespace PodSecurity.Inputs;

/// <summary>A file to read: where it lies and how the user calls it.</summary>
internal readonly record struct ManifestFile(string Path, string Origin);

/// <summary>Finds the files that -Path and -LiteralPath mean: files, wildcards, and folders with all their manifests.</summary>
internal sealed class ManifestFiles(PodSecurityCommand command)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    // Hidden folders (.git and the like) hold nothing that anybody deploys.
    private static readonly EnumerationOptions WholeFolder = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };

    /// <summary>The files of a path with wildcards. What cannot be found is an error record; a wildcard without a match is silent.</summary>
    public IEnumerable<ManifestFile> Find(string path) => Resolve(path).SelectMany(found => Expand(found, path));

    /// <summary>The files of a path whose characters all mean themselves.</summary>
    public IEnumerable<ManifestFile> FindLiteral(string path) => Resolve(WildcardPattern.Escape(path)).SelectMany(found => Expand(found, path));

    private IEnumerable<string> Resolve(string path)
    {
        try
        {
            var found = command.GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name == "FileSystem")
                return found;
            command.Report(ModuleError.PathNotInFileSystem(path, provider.Name));
        }
        catch (SessionStateException e)
        {
            command.Report(ModuleError.PathNotFound(WildcardPattern.Unescape(path), e));
        }
        return [];
    }

    private IEnumerable<ManifestFile> Expand(string found, string path)
    {
        if (!Directory.Exists(found))
            return [new(found, Origin(found))];

        var files = Directory.EnumerateFiles(found, "*", WholeFolder)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(file => new ManifestFile(file, Origin(file)))
            .ToList();
        if (files.Count == 0)
            command.Report(ModuleError.FolderWithoutManifests(path, Extensions));
        return files;
    }

    /// <summary>Relative where that is shorter to read: below the current location.</summary>
    private string Origin(string file)
    {
        var location = command.SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        var relative = Path.GetRelativePath(location, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }
}

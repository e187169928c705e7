using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>
/// Finds a program as Go's exec.LookPath does. Process.Start alone would first look beside this process's own program and in the current
/// folder, where anything may lie.
/// </summary>
internal sealed class ExecutableFinder(KubeEnvironment environment)
{
    /// <summary>What was found.</summary>
    /// <param name="File">The file to start; null when there is none.</param>
    /// <param name="RelativeEntry">The entry of PATH that led to a program which is not started, because it depends on the folder one is
    /// in.</param>
    internal readonly record struct Result(string? File, string? RelativeEntry);

    /// <summary>A command with a folder in it is taken as it is.</summary>
    public Result Find(string command)
    {
        if (!environment.Paths.IsBareName(command))
        {
            return new(Executable(environment.Resolve(command)), null);
        }
        string? refused = null;
        foreach (var entry in environment.Paths.Split(environment["PATH"] ?? ""))
        {
            // On Unix an empty entry is the current folder; on Windows it is none.
            if ((entry.Length == 0 && environment.Paths.IsWindows) || Executable(
                environment.Paths.Resolve(environment.Resolve(entry), command)) is not { } file)
            {
                continue;
            }
            if (environment.Paths.IsAbsolute(entry))
            {
                return new(file, null);
            }
            refused ??= entry.Length == 0 ? "." : entry;
            if (!environment.Paths.IsWindows)
            {
                break;
            }
        }
        return new(null, refused);
    }

    /// <summary>On Windows a name may leave out what PATHEXT lists; without any extension it is no program.</summary>
    private string? Executable(string path)
    {
        if (!environment.Paths.IsWindows)
        {
            return environment.FileExists(path) && HasExecuteBit(path) ? path : null;
        }
        var name = path[(path.LastIndexOfAny(['\\', '/', ':']) + 1)..];
        var asItIs = name.Contains('.') && environment.FileExists(path) ? path : null;
        return asItIs ?? Extensions.Select(extension => path + extension).FirstOrDefault(environment.FileExists);
    }

    private IEnumerable<string> Extensions => (environment["PATHEXT"] ?? ".com;.exe;.bat;.cmd").ToLowerInvariant()
        .Split(';', StringSplitOptions.RemoveEmptyEntries).Select(extension => extension[0] == '.' ? extension : "." + extension);

    private static bool HasExecuteBit(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0;
    }
}

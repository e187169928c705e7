using PodSecurity.Admission.Storage;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>
/// Finds a program on PATH. Process.Start alone would first look beside this process's own program and in the current folder, where
/// anything may lie.
/// </summary>
internal static class ExecutableFinder
{
    private static readonly string[] Extensions = OperatingSystem.IsWindows()
        ? [.. (Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';', StringSplitOptions.RemoveEmptyEntries), ""]
        : [""];

    /// <summary>The file to start; null when there is none. A command with a folder in it is taken as it is.</summary>
    public static string? Find(string command) => Path.GetFileName(command) != command
        ? WithExtension(command)
        : (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => WithExtension(Path.Combine(folder, command)))
            .FirstOrDefault(found => found is not null);

    private static string? WithExtension(string path) => Extensions.Select(extension => path + extension).FirstOrDefault(IsExecutable);

    private static bool IsExecutable(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0);
    }
}

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>How kubectl, a Go program, reads paths and lists of paths. On Windows .NET reads some of them in another way.</summary>
internal sealed record PathRules(bool IsWindows)
{
    public static PathRules Unix { get; } = new(false);
    public static PathRules Windows { get; } = new(true);
    public static PathRules Current => OperatingSystem.IsWindows() ? Windows : Unix;

    private char Separator => IsWindows ? '\\' : '/';

    /// <summary>On Windows only <c>C:\x</c> and <c>\\server\share</c>: <c>\x</c> and <c>C:x</c> still depend on where one is.</summary>
    public bool IsAbsolute(string path) => IsWindows
        ? path is [var drive, ':', '\\' or '/', ..] && char.IsAsciiLetter(drive) || path is ['\\' or '/', '\\' or '/', ..]
        : path.StartsWith('/');

    /// <summary>A path that begins at a folder, unless it is absolute.</summary>
    public string Resolve(string folder, string path) =>
        IsAbsolute(path) || folder.Length == 0 ? path : folder.EndsWith(Separator) ? folder + path : folder + Separator + path;

    /// <summary>Whether a command is a bare name, to be looked up on PATH.</summary>
    public bool IsBareName(string command) => command.AsSpan().IndexOfAny(IsWindows ? @"\/:" : "/") < 0;

    /// <summary>The entries of a list such as PATH or KUBECONFIG, empty ones too. On Windows quotes keep a semicolon together.</summary>
    public IReadOnlyList<string> Split(string list)
    {
        if (!IsWindows)
        {
            return list.Split(':');
        }
        var entries = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= list.Length; i++)
        {
            if (i == list.Length || (list[i] == ';' && !isQuoted))
            {
                entries.Add(list[start..i].Replace("\"", "", StringComparison.Ordinal));
                start = i + 1;
            }
            else if (list[i] == '"')
            {
                isQuoted = !isQuoted;
            }
        }
        return entries;
    }
}
